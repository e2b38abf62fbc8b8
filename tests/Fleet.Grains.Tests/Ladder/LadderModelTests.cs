using Twofold.Fleet.Governors;
using Twofold.Fleet.Leases;
using Twofold.Fleet.Phones;
using Twofold.Fleet.Tests.Laws;
using Twofold.Fleet.Tests.Samples;
using Twofold.Fleet.Tests.World;
using Twofold.Fleet.Vms;
using Twofold.Protocol;

namespace Twofold.Fleet.Tests.Ladder;

/// <summary>
/// People, the governor, letters, time, backups and a forgetful phone in any order. After every step nothing that the server says is
/// stronger than what is so; once everything is said, the ladder says what happened.
/// </summary>
public sealed class LadderModelTests
{
    [Fact]
    public void Whatever_is_lost_late_repeated_removed_or_restored_the_ladder_ends_true() => Law.Holds(300, 140, choices =>
    {
        var play = new Play();
        foreach (var choice in choices) play.Step(choice);
        play.Settle();
        play.EndsTrue();
    });

    private sealed class Play
    {
        private static readonly GrainRef<VmCommand, VmView> Vm = Vms.Vms.Of(Sample.ThePhone, "work");
        private static readonly GrainRef<VmCommand, VmView> Home = Vms.Vms.Of(Sample.ThePhone, "home");
        private static readonly GrainRef<PhoneCommand, PhoneView> Phone = Phones.Phones.Id(Sample.ThePhone);

        private readonly Pump _pump = new();
        private readonly ModelPhone _phone;
        private readonly Dictionary<string, int> _ranks = [];
        private Pump.Backup _backup;
        private int _orders;
        private int _tokens;
        private long _revision;

        public Play()
        {
            _phone = new ModelPhone(_pump);
            _pump.Govern(GovernorSettings.Of(2));
            Enrol(0);
            _pump.DeliverAll();
            _phone.Connect();
            _phone.Sync(lost: false);
            _backup = _pump.Save();
        }

        public void Step(int choice)
        {
            var (act, luck) = (choice % 30, choice / 30);
            Pass(TimeSpan.FromSeconds(choice % 400));
            Act(act, luck);
            Holds();
        }

        public void Settle()
        {
            _phone.Switch(on: true);
            for (var round = 0; round < 6; round++)
            {
                _pump.DeliverAll();
                if (_pump.View(Phone).Conflict) _pump.Ask(Phone, new PhoneCommand.ResumeFromConflict(), Sample.Ada);
                if (_pump.View(Phone).Barred is not null) Enrol(++_tokens);
                _pump.DeliverAll();
                _phone.Connect();
                _phone.Sync(lost: false);
                _phone.ReportOrders(lost: false);
                for (var begun = 0; begun < 4; begun++) _phone.Work();
                _phone.SendReceipts(lost: false);
                _phone.Observe();
                Holds();
            }

            _pump.DeliverAll();
        }

        public void EndsTrue()
        {
            var (vm, phone) = (_pump.View(Vm), _pump.View(Phone));
            Assert.All(Orders(vm), order => Assert.True(IsTrue(order), $"{order.OrderId} says {order.Step}, executed: {_phone.Executed.Contains(order.OrderId)}"));
            Assert.All(Orders(vm), InOrder);
            Assert.All(phone.Orders, order => Assert.Equal(OrderKind.Lock, order.Kind));
            Assert.Equal(_phone.Epoch, phone.Desired.Vms.SingleOrDefault(v => v.Slot == "work")?.Epoch ?? 0);
            Assert.Equal(_phone.Newest, vm.Epoch);
            Assert.Null(vm.UnreadableSince);
            if (vm.Lock is { } locked && locked.Epoch == vm.Epoch) LockIsTrue(locked);
        }

        private bool IsTrue(WipeOrder order) => order.Step switch
        {
            WipeStep.Proved => _phone.Executed.Contains(order.OrderId) && order.Receipt?.Epoch == order.Epoch,
            WipeStep.Refused => !_phone.Executed.Contains(order.OrderId),
            WipeStep.Cancelled or WipeStep.Rejected => !_phone.Executed.Contains(order.OrderId),
            WipeStep.Held => _pump.Waits(order.OrderId, order.HeldAt),
            _ => false,
        };

        private void LockIsTrue(LockOrder order) => Assert.True(order.Step switch
        {
            LockStep.Acknowledged or LockStep.Locked => _phone.Locked,
            LockStep.Lifted or LockStep.Cancelled or LockStep.Rejected or LockStep.Refused => !_phone.Locked,
            LockStep.Moot => _phone.Epoch == 0,
            LockStep.Held => true,
            _ => false,
        }, $"the lock says {order.Step}, the phone is {(_phone.Locked ? "locked" : "open")}");

        private static void InOrder(WipeOrder order)
        {
            WipeStep[] ladder = [WipeStep.Requested, WipeStep.Released, WipeStep.Delivered, WipeStep.Acknowledged, WipeStep.Proved];
            var times = ladder.Where(order.Times.ContainsKey).Select(s => order.Times[s]).ToList();
            Assert.Equal(times.Order(), times);
            if (order.Step == WipeStep.Proved) Assert.Equal(ladder.Length, times.Count);
        }

        /// <summary>INVARIANTS: never twice, never a personal VM, nothing goes back, and no claim stronger than the facts.</summary>
        private void Holds()
        {
            var (vm, phone) = (_pump.View(Vm), _pump.View(Phone));
            Assert.Distinct(_phone.Destroyed);
            Assert.Null(_pump.View(Home).Wipe);
            if (phone.Enrolled) Assert.DoesNotContain(phone.Orders, o => o.Slot == "home");
            Assert.All(Orders(vm).Where(w => w.Step == WipeStep.Proved), w => Assert.Contains(w.OrderId, _phone.Executed));
            foreach (var exposure in phone.Exposures.Where(e => e.Readable is Readable.NoLonger or Readable.Never && e.Slot == "work"))
                Assert.False(_phone.CanRead(exposure.Epoch), $"{exposure} is claimed at {_pump.Now}");
            NothingGoesBack(vm);
        }

        private void NothingGoesBack(VmView vm)
        {
            foreach (var order in Orders(vm))
            {
                Assert.True(Rank(order.Step) >= _ranks.GetValueOrDefault(order.OrderId), $"{order.OrderId} went back to {order.Step}");
                _ranks[order.OrderId] = Rank(order.Step);
            }
        }

        private static IEnumerable<WipeOrder> Orders(VmView vm) => vm.Wipe is { } newest ? [newest, .. vm.EarlierWipes] : [];

        private static int Rank(WipeStep step) => step switch
        {
            WipeStep.Requested => 0,
            WipeStep.Held => 1,
            WipeStep.Released => 2,
            WipeStep.Cancelled or WipeStep.Rejected => 3,
            WipeStep.Delivered => 4,
            WipeStep.Acknowledged => 5,
            WipeStep.Refused => 6,
            _ => 7,
        };

        private void Act(int act, int luck)
        {
            switch (act)
            {
                case 0: _pump.Ask(Vm, new VmCommand.RequestWipe($"o{++_orders}", "left in a train"), Sample.Ada); break;
                case 1: _pump.Ask(Vm, new VmCommand.CancelWipe($"o{_orders}"), Sample.Ada); break;
                case 2: Decide(luck); break;
                case 3: _pump.Ask(Vm, new VmCommand.Reprovision(), Sample.Ada); break;
                case 4: _pump.Ask(Vm, new VmCommand.SetLifecycle((Lifecycle)(luck % 4)), Sample.Ada); break;
                case 5 or 6: _phone.Sync(lost: luck % 2 == 0); break;
                case 7: _phone.ReportOrders(lost: luck % 2 == 0); break;
                case 8: _phone.Work(); break;
                case 9: _phone.SendReceipts(lost: luck % 2 == 0); break;
                case 10: _phone.Observe(); break;
                case 11 or 12: _phone.Connect(lost: luck % 4 == 0); break;
                case 13: _phone.HangUp(lost: luck % 2 == 0); break;
                case 14: _phone.Switch(on: luck % 3 != 0); break;
                case 15: Pass(TimeSpan.FromDays(luck % 40)); break;
                case 16: _pump.Ask(Phone, new PhoneCommand.LookAtLeases(), Actor.System); break;
                case 17: _pump.Ask(Vm, new VmCommand.RequestLock($"l{++_orders}", "left in a train"), Sample.Ada); break;
                case 18: Unlock(); break;
                case 19: Bar(luck); break;
                case 20: Enrol(luck % 3 == 0 ? _tokens : ++_tokens); break;
                case 21: SetLease(luck); break;
                case 22: Restore(luck); break;
                case 23 when _pump.Taken.Count > 0: _pump.Repeat(_pump.Taken[^(1 + (luck % Math.Min(_pump.Taken.Count, 8)))]); break;
                default: _pump.DeliverOne(luck); break;
            }
        }

        private void Pass(TimeSpan time)
        {
            // A phone that is on notices the end of its lease when it comes, not weeks later.
            for (var left = time; left > TimeSpan.Zero; left -= TimeSpan.FromHours(6))
            {
                _pump.Now += left < TimeSpan.FromHours(6) ? left : TimeSpan.FromHours(6);
                _phone.Tick();
            }
        }

        private void Unlock()
        {
            if (_pump.View(Vm).Lock is { } locked) _pump.Ask(Vm, new VmCommand.Unlock(locked.OrderId), Sample.Ada);
        }

        private void Bar(int luck) => _pump.Ask(
            Phone, new PhoneCommand.Ask($"b{++_orders}", luck % 2 == 0 ? PhoneBar.Removed : PhoneBar.Revoked, "left the company"), Sample.Ada);

        private void Enrol(int token) => _pump.Ask(
            Phone, PhoneSamples.Enrol with { EnrolmentId = $"e{token}", Thumbprint = $"t{token}", Name = $"phone {token}" }, Actor.System);

        private void SetLease(int luck)
        {
            var days = 1 + (luck % 60);
            _pump.Ask(Phone, new PhoneCommand.SetPolicies(++_revision, "pp", PhoneSamples.VmPolicies("work", $"w{days}"), PhoneSamples.Leases("work", days)), Actor.System);
        }

        private void Restore(int luck)
        {
            if (luck % 3 > 0)
            {
                _backup = _pump.Save();
                return;
            }

            _phone.HangUp(lost: true);
            _pump.Load(_backup);
            _ranks.Clear();
            _pump.Ask(Phone, new PhoneCommand.ServerRestored(_pump.Now), Actor.System);
        }

        private void Decide(int luck)
        {
            if (_pump.View(Governors.Governors.Organisation).Holds is not [var hold, ..]) return;
            GovernorCommand answer = luck % 2 == 0 ? new GovernorCommand.Approve(hold.Id, hold.Orders) : new GovernorCommand.Reject(hold.Id, "not today");
            _pump.Ask(Governors.Governors.Organisation, answer, Sample.Bob);
        }
    }
}
