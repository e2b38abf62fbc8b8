using Twofold.Fleet.Governors;
using Twofold.Fleet.Phones;
using Twofold.Fleet.Tests.Samples;
using Twofold.Fleet.Tests.World;
using Twofold.Fleet.Vms;
using Twofold.Protocol;

namespace Twofold.Fleet.Tests.Ladder;

/// <summary>Every intent in every state of a phone and its VM: it is accepted, or refused with a code that says why it can never apply.</summary>
public sealed class EveryIntentTests
{
    private static readonly GrainRef<PhoneCommand, PhoneView> Phone = Phones.Phones.Id(Sample.ThePhone);
    private static readonly GrainRef<VmCommand, VmView> Vm = Vms.Vms.Of(Sample.ThePhone, "work");

    /// <summary>Every code that may refuse an intent, and why nothing can come of asking again as long as the thing is as it is.</summary>
    private static readonly Dictionary<string, string> Never = new()
    {
        ["vm/wiped"] = "there is no VM left to act on; a new one can be made",
        ["vm/not-wiped"] = "a new VM would leave the data of the old one unaccounted for",
        ["vm/wipe-in-progress"] = "the same is under way, or the VM is about to go",
        ["vm/lock-in-progress"] = "the same is under way",
        ["vm/no-such-order"] = "there is nothing to take back",
        ["vm/already-delivered"] = "the phone has the order",
        ["vm/order-ended"] = "the order has ended",
        ["vm/unknown"] = "nothing but an order can stand for a VM that no phone has",
        ["vm/phone-removed"] = "nothing but an order can stand for a phone without a record",
        ["phone/not-enrolled"] = "there is no record to change",
        ["phone/removed"] = "the record is gone",
        ["phone/revoked"] = "the certificate is revoked already",
        ["phone/no-conflict"] = "there is no conflict to end",
    };

    private static readonly Dictionary<string, Action<World>> PhoneStates = new()
    {
        ["never enrolled"] = _ => { },
        ["enrolled, never connected"] = w => w.Enrol(),
        ["online"] = w => w.Connect(),
        ["offline"] = w => w.Leave(),
        ["silent beyond its lease"] = w => w.Leave().Wait(TimeSpan.FromDays(99)),
        ["in conflict"] = w => w.Enrol().Say(new PhoneCommand.Connected("s9", "a", "h", 1, [], 900)),
        ["restored"] = w => w.Leave().System(new PhoneCommand.ServerRestored(Sample.Start.AddDays(1))),
        ["revoked"] = w => w.Connect().Bar(PhoneBar.Revoked),
        ["revoked, connected for orders"] = w => w.Connect().Bar(PhoneBar.Revoked).Say(new PhoneCommand.Connected("s9", "a", "h", 1, [], 0, OrdersOnly: true)),
        ["removed"] = w => w.Connect().Bar(PhoneBar.Removed),
        ["removed, enrolled again with another token and name"] = w => w.Connect().Bar(PhoneBar.Removed).Enrol("e2", "another name"),
    };

    private static readonly Dictionary<string, Action<World>> VmStates = new()
    {
        ["untouched"] = _ => { },
        ["wipe held"] = w => w.Budget(0).Ask(new VmCommand.RequestWipe("w0", "left in a train")),
        ["wipe released"] = w => w.Ask(new VmCommand.RequestWipe("w0", "left in a train")),
        ["wipe begun"] = w => w.Ask(new VmCommand.RequestWipe("w0", "left in a train")).Say(new PhoneCommand.OrderReported("w0", Accepted: true, null)),
        ["wiped"] = w => w.Ask(new VmCommand.RequestWipe("w0", "left in a train")).Say(new PhoneCommand.ReceiptVerified(Sample.Receipt("w0"), "jws")),
        ["wipe refused"] = w => w.Ask(new VmCommand.RequestWipe("w0", "left in a train")).Say(new PhoneCommand.OrderReported("w0", Accepted: false, "order/older-epoch")),
        ["lock held"] = w => w.Budget(0).Ask(new VmCommand.RequestLock("l0", "left in a train")),
        ["lock obeyed"] = w => w.Ask(new VmCommand.RequestLock("l0", "left in a train")).Say(new PhoneCommand.OrderReported("l0", Accepted: true, null)),
        ["lock lifting"] = w => w.Ask(new VmCommand.RequestLock("l0", "left in a train")).Say(new PhoneCommand.OrderReported("l0", Accepted: true, null)).Ask(new VmCommand.Unlock("l0")),
    };

    private static readonly Dictionary<string, Func<World, Reply>> Intents = new()
    {
        ["wipe"] = w => w.Answer(Vm, new VmCommand.RequestWipe("w1", "left in a train")),
        ["lock"] = w => w.Answer(Vm, new VmCommand.RequestLock("l1", "left in a train")),
        ["cancel the wipe"] = w => w.Answer(Vm, new VmCommand.CancelWipe("w0")),
        ["unlock"] = w => w.Answer(Vm, new VmCommand.Unlock("l0")),
        ["suspend"] = w => w.Answer(Vm, new VmCommand.SetLifecycle(Lifecycle.Suspended)),
        ["make anew"] = w => w.Answer(Vm, new VmCommand.Reprovision()),
        ["revoke"] = w => w.Answer(Phone, new PhoneCommand.Ask("b1", PhoneBar.Revoked, "left the company")),
        ["remove"] = w => w.Answer(Phone, new PhoneCommand.Ask("b2", PhoneBar.Removed, "left the company")),
        ["rename"] = w => w.Answer(Phone, new PhoneCommand.Describe("Field 7", "bob", Sample.Labels)),
        ["resume"] = w => w.Answer(Phone, new PhoneCommand.ResumeFromConflict()),
    };

    public static TheoryData<string, string> States => new(PhoneStates.Keys.SelectMany(phone => VmStates.Keys.Select(vm => (phone, vm))));

    [Theory]
    [MemberData(nameof(States))]
    public void Every_intent_is_accepted_or_refused_with_why_it_can_never_apply(string phone, string vm)
    {
        foreach (var (intent, ask) in Intents)
        {
            var reply = ask(World.In(PhoneStates[phone], VmStates[vm]));
            Assert.True(reply.Ok || Never.ContainsKey(reply.Code!), $"{phone}, {vm}: {intent} is refused with {reply.Code}");
            if (intent is "wipe" or "lock" && vm == "untouched") Assert.True(reply.Ok, $"{phone}: {intent} is refused with {reply.Code}");
        }
    }

    [Theory]
    [MemberData(nameof(States))]
    public void An_accepted_wipe_stands_against_the_phone_until_it_ends(string phone, string vm)
    {
        var world = World.In(PhoneStates[phone], VmStates[vm]);
        if (vm.EndsWith("held", StringComparison.Ordinal) || !world.Answer(Vm, new VmCommand.RequestWipe("w1", "left in a train", 1)).Ok) return;
        world.Enrol("e9", "yet another name");
        Assert.Contains(world.Orders, o => o is { OrderId: "w1", Kind: OrderKind.Wipe, Epoch: 1 });
    }

    private sealed class World
    {
        private readonly Pump _pump = new();

        public IEnumerable<DeviceOrder> Orders => _pump.View(Phone).Orders;

        public static World In(Action<World> phone, Action<World> vm)
        {
            var world = new World();
            world._pump.Govern(GovernorSettings.Of(100));
            phone(world);
            vm(world);
            return world;
        }

        public World Enrol(string token = "e1", string name = "Ada's phone") => System(PhoneSamples.Enrol with { EnrolmentId = token, Name = name });

        public World Connect() => Enrol().Say(new PhoneCommand.Connected("s1", "a", "h", 1, [], 0));

        public World Leave() => Connect().Say(new PhoneCommand.Disconnected("s1"));

        public World Wait(TimeSpan time)
        {
            _pump.Now += time;
            return System(new PhoneCommand.LookAtLeases());
        }

        public World Bar(PhoneBar bar)
        {
            Assert.True(Answer(Phone, new PhoneCommand.Ask("b0", bar, "left the company")).Ok);
            return this;
        }

        public World Budget(int vms)
        {
            Assert.True(_pump.Ask(Governors.Governors.Organisation, new GovernorCommand.Configure(GovernorSettings.Of(vms)), Actor.System).Ok);
            return this;
        }

        public World Ask(VmCommand command)
        {
            Answer(Vm, command);
            return this;
        }

        public World Say(PhoneCommand command)
        {
            _pump.Ask(Phone, command, Sample.Phone);
            _pump.DeliverAll();
            return this;
        }

        public World System(PhoneCommand command)
        {
            _pump.Ask(Phone, command, Actor.System);
            _pump.DeliverAll();
            return this;
        }

        public Reply Answer<TCommand, TView>(GrainRef<TCommand, TView> to, TCommand command)
            where TCommand : notnull
        {
            var reply = _pump.Ask(to, command, Sample.Ada);
            _pump.DeliverAll();
            return reply;
        }
    }
}
