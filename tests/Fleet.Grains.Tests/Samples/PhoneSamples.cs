using System.Collections.Immutable;
using Twofold.Fleet.Leases;
using Twofold.Fleet.Phones;
using Twofold.Policies;
using Twofold.Protocol;
using static Twofold.Fleet.Tests.Samples.Sample;

namespace Twofold.Fleet.Tests.Samples;

/// <summary>Commands and events of phones.</summary>
internal static class PhoneSamples
{
    public static readonly PhoneCommand.Enrol Enrol = new("e1", "hw-12345678", "Ada's phone", "ada", Labels, "a2V5", "aabb", Slots);

    private static readonly ImmutableSortedDictionary<string, string> Strict = Labels.SetItem("team", "field");

    public static readonly ImmutableArray<Step<PhoneCommand>> Commands =
    [
        By<PhoneCommand>("enrol", Actor.System, Enrol),
        By<PhoneCommand>("enrol again with another key", Actor.System, Enrol with { EnrolmentId = "e2", PublicKey = "bmV3", Thumbprint = "ccdd" }),
        By<PhoneCommand>("describe", Ada, new PhoneCommand.Describe("Field 7", "bob", Labels)),
        By<PhoneCommand>("label at risk", Ada, new PhoneCommand.Describe("Field 7", "bob", Strict, VmsAtRisk: 1)),
        By<PhoneCommand>("labels held", Ada, new PhoneCommand.Held("labels.label at risk", "hold-1.0"), VmSamples.Governor),
        By<PhoneCommand>("labels released", Ada, new PhoneCommand.Released("labels.label at risk", "bob"), VmSamples.Governor),
        By<PhoneCommand>("labels rejected", Ada, new PhoneCommand.Rejected("labels.label at risk", "bob", "not so soon"), VmSamples.Governor),
        By<PhoneCommand>("describe badly", Ada, new PhoneCommand.Describe("", "bob", Labels)),
        By<PhoneCommand>("set policies", Actor.System, new PhoneCommand.SetPolicies(2, "pp", VmPolicies("work", "w2"))),
        By<PhoneCommand>("set policies of a personal slot", Actor.System, new PhoneCommand.SetPolicies(2, "pp", VmPolicies("home", "w2"))),
        By<PhoneCommand>("set policies with a lease", Actor.System, new PhoneCommand.SetPolicies(2, "pp", VmPolicies("work", "w2"), Leases("work", 2))),
        By<PhoneCommand>("set older policies", Actor.System, new PhoneCommand.SetPolicies(0, "p0", VmPolicies("work", "w0"))),
        By<PhoneCommand>("set vm running", Actor.System, new PhoneCommand.SetVm("work", 1, Lifecycle.Running), WorkVm),
        By<PhoneCommand>("set vm paused", Actor.System, new PhoneCommand.SetVm("work", 1, Lifecycle.Paused), WorkVm),
        By<PhoneCommand>("set vm of epoch 2", Actor.System, new PhoneCommand.SetVm("work", 2, Lifecycle.Running), WorkVm),
        By<PhoneCommand>("set personal vm", Actor.System, new PhoneCommand.SetVm("home", 1, Lifecycle.Stopped), WorkVm),
        By<PhoneCommand>("set unknown vm", Actor.System, new PhoneCommand.SetVm("nowhere", 1, Lifecycle.Stopped), WorkVm),
        By<PhoneCommand>("add order", Actor.System, new PhoneCommand.AddOrder(Order("o1")), WorkVm),
        By<PhoneCommand>("add another order", Actor.System, new PhoneCommand.AddOrder(Order("o2")), WorkVm),
        By<PhoneCommand>("add order to personal vm", Actor.System, new PhoneCommand.AddOrder(Order("o3") with { Slot = "home" }), WorkVm),
        By<PhoneCommand>("add order to an unknown vm", Actor.System, new PhoneCommand.AddOrder(Order("o4") with { Slot = "nowhere" }), WorkVm),
        By<PhoneCommand>("add lock", Actor.System, new PhoneCommand.AddOrder(Lock("l1")), WorkVm),
        By<PhoneCommand>("drop order", Actor.System, new PhoneCommand.DropOrder("o1"), WorkVm),
        By<PhoneCommand>("drop lock", Actor.System, new PhoneCommand.DropOrder("l1"), WorkVm),
        By<PhoneCommand>("connected", Phone, new PhoneCommand.Connected("s1", "agent/1", "fake", 1, ["vm.memory"], 0)),
        By<PhoneCommand>("connected with version 3", Phone, new PhoneCommand.Connected("s2", "agent/1", "fake", 1, ["vm.memory"], 3)),
        By<PhoneCommand>("connected with version 900", Phone, new PhoneCommand.Connected("s3", "agent/1", "fake", 1, ["vm.memory"], 900)),
        By<PhoneCommand>("connected with orders of version 900", Phone, new PhoneCommand.Connected("s5", "agent/1", "fake", 1, ["vm.memory"], 0, OrdersVersion: 900)),
        By<PhoneCommand>("connected for orders only", Phone, new PhoneCommand.Connected("s4", "agent/1", "fake", 1, ["vm.memory"], 3, OrdersOnly: true)),
        By<PhoneCommand>("disconnected", Phone, new PhoneCommand.Disconnected("s1")),
        By<PhoneCommand>("received 2", Phone, new PhoneCommand.Received(2)),
        By<PhoneCommand>("received 3", Phone, new PhoneCommand.Received(3)),
        By<PhoneCommand>("received 901", Phone, new PhoneCommand.Received(901)),
        By<PhoneCommand>("observed", Phone, new PhoneCommand.Observed(Report(1), VerdictState.Compliant, [])),
        By<PhoneCommand>("observed stopped", Phone, new PhoneCommand.Observed(Report(2, GuestState.Stopped), VerdictState.NonCompliant, [TooLittle])),
        By<PhoneCommand>("observed under terms", Phone, new PhoneCommand.Observed(Report(2), VerdictState.NonCompliant, [TooLittle with { Slot = "work" }], Terms("lock 3d, wipe 14d"))),
        By<PhoneCommand>("observed to hold again", Phone, new PhoneCommand.Observed(Report(2), VerdictState.Compliant, [], Terms("lock 3d, wipe 14d"))),
        By<PhoneCommand>("observed under terms of nobody", Phone, new PhoneCommand.Observed(Report(2), VerdictState.Compliant, [], Terms("lock soon"))),
        By<PhoneCommand>("escalation refused", Actor.System, new PhoneCommand.EscalationRefused(Asked(OrderKind.Lock).OrderId, "vm/lock-in-progress"), WorkVm),
        By<PhoneCommand>("observed the personal vm as work", Phone, new PhoneCommand.Observed(
            Report(1) with { Work = [Work(GuestState.Running) with { Slot = "home" }], Personal = [] }, VerdictState.Unknown, [])),
        By<PhoneCommand>("order accepted", Phone, new PhoneCommand.OrderReported("o1", Accepted: true, null)),
        By<PhoneCommand>("order refused", Phone, new PhoneCommand.OrderReported("o1", Accepted: false, "order/epoch")),
        By<PhoneCommand>("lock accepted", Phone, new PhoneCommand.OrderReported("l1", Accepted: true, null)),
        By<PhoneCommand>("receipt of a foreign order", Phone, new PhoneCommand.ReceiptVerified(Receipt("elsewhere"), "jws")),
        By<PhoneCommand>("receipt", Phone, new PhoneCommand.ReceiptVerified(Receipt("o1"), "jws")),
        By<PhoneCommand>("incomplete receipt", Phone, new PhoneCommand.ReceiptVerified(Receipt("o1", complete: false), "jws")),
        By<PhoneCommand>("receipt of another epoch", Phone, new PhoneCommand.ReceiptVerified(Receipt("o1", epoch: 7), "jws")),
        By<PhoneCommand>("receipt of another phone", Phone, new PhoneCommand.ReceiptVerified(Receipt("o1") with { Phone = "p2" }, "jws")),
        By<PhoneCommand>("receipt by lease", Phone, new PhoneCommand.ReceiptVerified(Receipt("lease.work.1.0"), "jws")),
        By<PhoneCommand>("receipt by lease of a VM to come", Phone, new PhoneCommand.ReceiptVerified(Receipt("lease.work.9.0", epoch: 9), "jws")),
        By<PhoneCommand>("complained", Phone, new PhoneCommand.Complained("desired/stale", "an older version came", 1)),
        By<PhoneCommand>("resume from conflict", Ada, new PhoneCommand.ResumeFromConflict()),
        By<PhoneCommand>("ask for removal", Ada, new PhoneCommand.Ask("b1", PhoneBar.Removed, "left the company")),
        By<PhoneCommand>("ask for revocation", Ada, new PhoneCommand.Ask("b2", PhoneBar.Revoked, "key lost")),
        By<PhoneCommand>("ask without reason", Ada, new PhoneCommand.Ask("b3", PhoneBar.Removed, " x ")),
        By<PhoneCommand>("take back", Ada, new PhoneCommand.TakeBack("b1")),
        By<PhoneCommand>("removal held", Ada, new PhoneCommand.Held("b1", "hold-1.0"), VmSamples.Governor),
        By<PhoneCommand>("removal released", Ada, new PhoneCommand.Released("b1", "bob"), VmSamples.Governor),
        By<PhoneCommand>("removal rejected", Ada, new PhoneCommand.Rejected("b1", "bob", "still needed"), VmSamples.Governor),
        By<PhoneCommand>("revocation released", Ada, new PhoneCommand.Released("b2", null), VmSamples.Governor),
        By<PhoneCommand>("server restored", Actor.System, new PhoneCommand.ServerRestored(Start)),
        By<PhoneCommand>("look at leases", Actor.System, new PhoneCommand.LookAtLeases()),
    ];

    public static readonly ImmutableArray<PhoneEvent> Events =
    [
        new PhoneEvent.Enrolled(ThePhone, Facts),
        new PhoneEvent.Reenrolled(Facts),
        new PhoneEvent.Described("Field 7", "bob", Labels),
        new PhoneEvent.DescriptionAsked(new("labels.c1", "Field 7", "bob", Strict, "ada", Start)),
        new PhoneEvent.DescriptionHeld("labels.c1", "hold-1.0"),
        new PhoneEvent.DescriptionEnded("labels.c1", "bob", "not so soon"),
        new PhoneEvent.PoliciesSet(2, "pp", VmPolicies("work", "w2"), 3, Leases("work", 2)),
        new PhoneEvent.VmSet("work", 1, Lifecycle.Paused, 4),
        new PhoneEvent.OrderAdded(Order("o1"), 5),
        new PhoneEvent.OrderDropped("o1", 6),
        new PhoneEvent.OrderLifting("l1", 6),
        new PhoneEvent.OrderRestored("o1", 7),
        new PhoneEvent.OrderAcknowledged("o1"),
        new PhoneEvent.OrderRefused("o1", "order/epoch", 8),
        new PhoneEvent.OrderProved(Order("o1"), 9),
        new PhoneEvent.Connected("s1", "agent/1", "fake", 1, ["vm.memory"], Start),
        new PhoneEvent.Disconnected("s1", Start, Start.AddMinutes(1)),
        new PhoneEvent.Received(9, Start),
        new PhoneEvent.Observed(Report(9), VerdictState.NonCompliant, [TooLittle], Start),
        new PhoneEvent.Observed(Report(9), VerdictState.NonCompliant, [TooLittle with { Slot = "work" }], Start, Terms("lock 3d, wipe 14d")),
        new PhoneEvent.RuleBroken("work", "vm.memory", Start),
        new PhoneEvent.RuleMended("work", "vm.memory", Start),
        new PhoneEvent.GraceEnded("work", "vm.memory", Start.AddDays(3)),
        new PhoneEvent.Escalated(Asked(OrderKind.Lock)),
        new PhoneEvent.EscalationRefused(Asked(OrderKind.Lock).OrderId, "vm/lock-in-progress"),
        new PhoneEvent.EscalationEased(Asked(OrderKind.Lock).OrderId, Start.AddDays(4)),
        new PhoneEvent.Complained(new("desired/stale", "an older version came", 1, Start)),
        new PhoneEvent.ConflictFound(900, Start),
        new PhoneEvent.ConflictResumed(901),
        new PhoneEvent.Foreseen(ThePhone),
        new PhoneEvent.IntentAsked("b1", PhoneBar.Removed, "left the company", "ada", Start),
        new PhoneEvent.IntentMoved("b1", IntentStep.Held, Start, HeldAt: "hold-1.0"),
        new PhoneEvent.LeaseEnded("work", 1, Start),
        new PhoneEvent.RestoreFound(Start, 9),
        new PhoneEvent.RestoreSettled(),
        new PhoneEvent.ForeignOrderFound(new("elsewhere", "proved", Start)),
    ];

    public static ImmutableSortedDictionary<string, string> VmPolicies(string slot, string digest) =>
        ImmutableSortedDictionary<string, string>.Empty.Add(slot, digest);

    public static ImmutableSortedDictionary<string, LeaseTerms> Leases(string slot, int days) =>
        ImmutableSortedDictionary<string, LeaseTerms>.Empty.Add(slot, new(TimeSpan.FromHours(8), TimeSpan.FromDays(days)));

    public static ImmutableSortedDictionary<string, string> Terms(string text) => ImmutableSortedDictionary<string, string>.Empty.Add("work", text);

    public static TakenStep Asked(OrderKind kind) =>
        new("work", 1, kind, $"esc-{kind.ToString().ToLowerInvariant()}", "vm.memory", Start.AddDays(kind == OrderKind.Lock ? 3 : 14));

    private static Enrolment Facts => new("e1", "hw-12345678", "Ada's phone", "ada", Labels, "a2V5", "aabb", Slots);
}
