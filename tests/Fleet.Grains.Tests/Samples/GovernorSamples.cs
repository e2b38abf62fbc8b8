using System.Collections.Immutable;
using Twofold.Fleet.Governors;
using Twofold.Fleet.HoldPages;
using static Twofold.Fleet.Tests.Samples.Sample;

namespace Twofold.Fleet.Tests.Samples;

/// <summary>Commands and events of the governor, and of the pages of its holds.</summary>
internal static class GovernorSamples
{
    public static readonly GrainId Governor = new("governor", "organisation");
    public static readonly GrainId TheSet = new("policy-set", "organisation");
    public static readonly GrainId Eve = new("operator", "eve");

    /// <summary>Who has approved for a year.</summary>
    public static readonly DateTimeOffset LongAgo = Start.AddDays(-365);

    private static readonly Requester ByAda = new(ActorKind.Person, "ada", "ada", "owner");
    private static readonly Requester ByPipeline = new(ActorKind.Token, "7f00", "ada", "owner");
    private static readonly Hold Waiting = new("hold-1", Effect.LeaseShortened, "policy revision 2", 0, 0, 0, "ada", "shorter leases", Start);

    public static readonly ImmutableArray<Step<GovernorCommand>> Commands =
    [
        By<GovernorCommand>("configure 2", Ada, new GovernorCommand.Configure(GovernorSettings.Of(2))),
        By<GovernorCommand>("configure 1", Ada, new GovernorCommand.Configure(GovernorSettings.Of(1))),
        By<GovernorCommand>("configure 9", Ada, new GovernorCommand.Configure(GovernorSettings.Of(9))),
        By<GovernorCommand>("configure -1", Ada, new GovernorCommand.Configure(GovernorSettings.Of(-1))),
        By<GovernorCommand>("loosen to 9", Ada, new GovernorCommand.Loosen(GovernorSettings.Of(9), "more phones")),
        By<GovernorCommand>("loosen to 1", Ada, new GovernorCommand.Loosen(GovernorSettings.Of(1), "fewer phones")),
        By<GovernorCommand>("loosen by a pipeline", Pipeline, new GovernorCommand.Loosen(GovernorSettings.Of(9), "more phones")),
        By<GovernorCommand>("seat bob", Actor.System, new GovernorCommand.Seat(LongAgo), new GrainId("operator", "bob")),
        By<GovernorCommand>("seat eve", Actor.System, new GovernorCommand.Seat(Start), Eve),
        By<GovernorCommand>("seat a phone", Phone, new GovernorCommand.Seat(Start), new GrainId("phone", ThePhone)),
        By<GovernorCommand>("unseat bob", Actor.System, new GovernorCommand.Unseat(Start), new GrainId("operator", "bob")),
        By<GovernorCommand>("charge 1", Ada, new GovernorCommand.Charge("o1", Effect.Wipe, "Ada's phone/work", 1, "left in a train"), WorkVm),
        By<GovernorCommand>("charge 3", Ada, new GovernorCommand.Charge("o3", Effect.LeaseShortened, "policy revision 2", 3, "shorter leases"), TheSet),
        By<GovernorCommand>("charge 3 for the same reason", Ada, new GovernorCommand.Charge("o4", Effect.LeaseShortened, "policy revision 3", 3, "shorter leases"), TheSet),
        By<GovernorCommand>("charge a grant", Ada, new GovernorCommand.Charge("g1", Effect.RightsGranted, "is invited as admin", 0, "is invited as admin"), Eve),
        By<GovernorCommand>("charge a removal of an approver", Ada, new GovernorCommand.Charge("g2", Effect.ApproverRemoved, "may sign in no longer", 0, "left"), new GrainId("operator", "bob")),
        By<GovernorCommand>("charge from outside", Actor.System, new GovernorCommand.Charge("o5", Effect.Wipe, "?", 1, "?")),
        By<GovernorCommand>("charge less than nothing", Ada, new GovernorCommand.Charge("o6", Effect.Wipe, "?", -1, "?"), WorkVm),
        By<GovernorCommand>("approve", Bob, new GovernorCommand.Approve("hold-1", 1)),
        By<GovernorCommand>("approve unseen", Bob, new GovernorCommand.Approve("hold-1", 0)),
        By<GovernorCommand>("approve by a new approver", Sample.Eve, new GovernorCommand.Approve("hold-1", 1)),
        By<GovernorCommand>("approve one's own", Ada, new GovernorCommand.Approve("hold-1", 1)),
        By<GovernorCommand>("approve by a pipeline", Pipeline, new GovernorCommand.Approve("hold-1", 1)),
        By<GovernorCommand>("approve by the installation", Actor.System, new GovernorCommand.Approve("hold-1", 1)),
        By<GovernorCommand>("approve the next", Bob, new GovernorCommand.Approve("hold-9", 1)),
        By<GovernorCommand>("reject", Bob, new GovernorCommand.Reject("hold-1", "not today")),
        By<GovernorCommand>("reject one's own", Ada, new GovernorCommand.Reject("hold-1", "not today")),
        By<GovernorCommand>("shrink", Ada, new GovernorCommand.Shrink("hold-1", 0, 1, 3), new GrainId("hold-page", "hold-1.0")),
        By<GovernorCommand>("after a restore", Actor.System, new GovernorCommand.AfterRestore("restore-1")),
        By<GovernorCommand>("tick", Actor.System, new GovernorCommand.Tick()),
    ];

    public static readonly ImmutableArray<GovernorEvent> Events =
    [
        new GovernorEvent.Configured(GovernorSettings.Of(2)),
        new GovernorEvent.Charged("o1", Effect.Wipe, "Ada's phone/work", 1, ByAda, Start),
        new GovernorEvent.HoldOpened(Waiting, ByAda),
        new GovernorEvent.HoldOpened(Waiting with { Effect = Effect.GovernorLoosened }, ByPipeline, GovernorSettings.Of(9)),
        new GovernorEvent.HeldForApproval("hold-1", "o3", "policy revision 2", 3, Start),
        new GovernorEvent.TurnedAway("o4", "Ada's phone/work", Start),
        new GovernorEvent.Agreed("hold-1", "bob", Start, Start.AddHours(24)),
        new GovernorEvent.Approved("hold-1", 3, "bob", Start),
        new GovernorEvent.Rejected("hold-1", "bob", "not today", Start),
        new GovernorEvent.Shrunk("hold-1", 0, 1, 3),
        new GovernorEvent.Seated("bob", LongAgo),
        new GovernorEvent.Unseated("bob", Start),
        new GovernorEvent.Restored("restore-1", Start),
    ];

    public static readonly ImmutableArray<Step<HoldPageCommand>> PageCommands =
    [
        By<HoldPageCommand>("add", Ada, new HoldPageCommand.Add(Order("o1")), Governor),
        By<HoldPageCommand>("add another", Ada, new HoldPageCommand.Add(Order("o2")), Governor),
        By<HoldPageCommand>("withdraw", Ada, new HoldPageCommand.Withdraw("o1"), WorkVm),
        By<HoldPageCommand>("withdraw by another grain", Ada, new HoldPageCommand.Withdraw("o1"), TheSet),
        By<HoldPageCommand>("withdraw an unknown one", Ada, new HoldPageCommand.Withdraw("o9"), WorkVm),
        By<HoldPageCommand>("release", Bob, new HoldPageCommand.Settle("bob", null, null), Governor),
        By<HoldPageCommand>("reject", Bob, new HoldPageCommand.Settle(null, "bob", "not today"), Governor),
    ];

    public static readonly ImmutableArray<HoldPageEvent> PageEvents =
    [
        new HoldPageEvent.Added(Order("o1")),
        new HoldPageEvent.Added(WaitingOrder.Of("rights.1.c1", Eve, "is invited as admin", 0, Start)),
        new HoldPageEvent.TakenBack("o1"),
        new HoldPageEvent.Settled("bob", null),
    ];

    private static WaitingOrder Order(string id) => new(id, WorkVm, "Ada's phone/work", 1, Start);
}
