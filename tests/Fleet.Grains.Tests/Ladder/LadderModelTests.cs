using Twofold.Fleet.Governors;
using Twofold.Fleet.Phones;
using Twofold.Fleet.Tests.Laws;
using Twofold.Fleet.Tests.Samples;
using Twofold.Fleet.Tests.World;
using Twofold.Fleet.Vms;
using Twofold.Protocol;

namespace Twofold.Fleet.Tests.Ladder;

/// <summary>People, the governor, letters and a forgetful phone in any order: once everything is said, the ladder says what happened.</summary>
public sealed class LadderModelTests
{
    [Fact]
    public void Whatever_is_lost_late_or_repeated_the_ladder_ends_true() => Law.Holds(250, 120, choices =>
    {
        var play = new Play();
        foreach (var choice in choices) play.Step(choice);
        play.Settle();
        play.EndsTrue();
    });

    private sealed class Play
    {
        private static readonly GrainRef<VmCommand, VmView> Vm = Vms.Vms.Of(Sample.ThePhone, "work");
        private static readonly GrainRef<PhoneCommand, PhoneView> Phone = Phones.Phones.Id(Sample.ThePhone);

        private readonly Pump _pump = new();
        private readonly ModelPhone _phone;
        private readonly Dictionary<string, int> _ranks = [];
        private int _orders;

        public Play()
        {
            _phone = new ModelPhone(_pump);
            _pump.Govern(GovernorSettings.Of(2));
            _pump.Ask(Phone, PhoneSamples.Enrol, Actor.System);
            _pump.DeliverAll();
            _phone.Sync(lost: false);
        }

        public void Step(int choice)
        {
            _pump.Now = _pump.Now.AddSeconds(choice % 400);
            var (act, luck) = (choice % 20, choice / 20);
            Act(act, luck);
            NothingGoesBack();
        }

        public void Settle()
        {
            for (var round = 0; round < 6; round++)
            {
                _pump.DeliverAll();
                _phone.Connect();
                _phone.Sync(lost: false);
                _phone.ReportOrders(lost: false);
                _phone.Work();
                _phone.SendReceipts(lost: false);
                _phone.Observe();
                NothingGoesBack();
            }

            _pump.DeliverAll();
        }

        public void EndsTrue()
        {
            var (vm, phone) = (_pump.View(Vm), _pump.View(Phone));
            WipeOrder[] orders = vm.Wipe is { } newest ? [newest, .. vm.EarlierWipes] : [];
            Assert.All(orders, order => Assert.True(IsTrue(order), $"{order.OrderId} says {order.Step}, executed: {_phone.Executed.Contains(order.OrderId)}"));
            Assert.All(orders, InOrder);
            Assert.Empty(phone.Orders);
            Assert.Equal(_phone.Epoch, phone.Desired.Vms.SingleOrDefault(v => v.Slot == "work")?.Epoch ?? 0);
            Assert.Equal(_phone.Newest, vm.Epoch);
        }

        private bool IsTrue(WipeOrder order) => order.Step switch
        {
            WipeStep.Proved => _phone.Executed.Contains(order.OrderId) && order.Receipt?.Epoch == order.Epoch,
            WipeStep.Refused => !_phone.Executed.Contains(order.OrderId),
            WipeStep.Cancelled or WipeStep.Rejected => !_phone.Executed.Contains(order.OrderId),
            WipeStep.Held => _pump.Waits(order.OrderId, order.HeldAt),
            _ => false,
        };

        private static void InOrder(WipeOrder order)
        {
            WipeStep[] ladder = [WipeStep.Requested, WipeStep.Released, WipeStep.Delivered, WipeStep.Acknowledged, WipeStep.Proved];
            var times = ladder.Where(order.Times.ContainsKey).Select(s => order.Times[s]).ToList();
            Assert.Equal(times.Order(), times);
            if (order.Step == WipeStep.Proved) Assert.Equal(ladder.Length, times.Count);
        }

        private void NothingGoesBack()
        {
            var vm = _pump.View(Vm);
            foreach (var order in vm.Wipe is { } newest ? vm.EarlierWipes.Add(newest) : [])
            {
                Assert.True(Rank(order.Step) >= _ranks.GetValueOrDefault(order.OrderId), $"{order.OrderId} went back to {order.Step}");
                _ranks[order.OrderId] = Rank(order.Step);
            }
        }

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
                case 5: _phone.Sync(lost: luck % 2 == 0); break;
                case 6: _phone.ReportOrders(lost: luck % 2 == 0); break;
                case 7: _phone.Work(); break;
                case 8: _phone.SendReceipts(lost: luck % 2 == 0); break;
                case 9: _phone.Observe(); break;
                case 10: _phone.Connect(); break;
                case 11: _pump.Ask(Phone, PhoneSamples.Enrol with { EnrolmentId = $"e{luck}", Thumbprint = $"t{luck}" }, Actor.System); break;
                case 12: _pump.Repeat(_pump.Taken[^(1 + (luck % Math.Min(_pump.Taken.Count, 8)))]); break;
                default: _pump.DeliverOne(luck); break;
            }
        }

        private void Decide(int luck)
        {
            if (_pump.View(Governors.Governors.Organisation).Holds is not [var hold, ..]) return;
            GovernorCommand answer = luck % 2 == 0 ? new GovernorCommand.Approve(hold.Id, hold.Orders) : new GovernorCommand.Reject(hold.Id, "not today");
            _pump.Ask(Governors.Governors.Organisation, answer, Sample.Bob);
        }
    }
}
