using System.Collections.Immutable;
using Twofold.Fleet.PolicySets;
using Twofold.Fleet.Vms;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Governors.GovernorEvent>;

namespace Twofold.Fleet.Governors;

/// <summary>The rules of the governor: within the budget an order passes, above it a second person decides.</summary>
public sealed class GovernorRules : IRules<GovernorState, GovernorCommand, GovernorEvent, GovernorView>
{
    private GovernorRules()
    {
    }

    private enum Order
    {
        Unknown,
        Held,
        Answered,
    }

    /// <inheritdoc/>
    public static string Kind => "governor";

    /// <inheritdoc/>
    public static GovernorState Initial => GovernorState.Initial;

    /// <inheritdoc/>
    public static GovernorCommand? Wake => null;

    /// <inheritdoc/>
    public static ImmutableArray<IndexSchema> Tables => [];

    /// <inheritdoc/>
    public static string Needs(GovernorCommand command, GrainId self) => command switch
    {
        GovernorCommand.Approve or GovernorCommand.Reject => Capability.HoldApprove,
        GovernorCommand.Configure => Capability.OperatorAdmin,
        _ => Capability.Internal,
    };

    /// <inheritdoc/>
    public static Outcome Decide(GovernorState state, GovernorCommand command, TurnContext context) => (StatusOf(state, command), command) switch
    {
        (_, GovernorCommand.Configure configure) => Configure(state, configure.VmsPerHour),

        (Order.Unknown, GovernorCommand.Charge charge) => Charge(state, charge, context),
        (_, GovernorCommand.Charge) => Outcome.Nothing,

        (Order.Held, GovernorCommand.Approve approve) => Approve(state.Held(approve.OrderId)!, context),
        (Order.Answered, GovernorCommand.Approve approve) => Outcome.No("governor/answered", $"the order `{approve.OrderId}` was answered already"),
        (_, GovernorCommand.Approve approve) => Unknown(approve.OrderId),

        (Order.Held, GovernorCommand.Reject reject) => Reject(state.Held(reject.OrderId)!.Hold, reject.Reason, context),
        (Order.Answered, GovernorCommand.Reject reject) => Outcome.No("governor/answered", $"the order `{reject.OrderId}` was answered already"),
        (_, GovernorCommand.Reject reject) => Unknown(reject.OrderId),

        (Order.Held, GovernorCommand.Withdraw withdraw) => Outcome.Happened(new GovernorEvent.Withdrawn(withdraw.OrderId, context.Now)),
        (_, GovernorCommand.Withdraw) => Outcome.Nothing,
        _ => throw new InvalidOperationException("every command is listed above"),
    };

    /// <inheritdoc/>
    public static GovernorState Apply(GovernorState state, GovernorEvent happened) => happened switch
    {
        GovernorEvent.Configured e => state with { Budget = e.VmsPerHour },
        GovernorEvent.Charged e => state.Answer(e.OrderId, e.Vms, e.At),
        GovernorEvent.HeldForApproval e => state with { Holds = state.Holds.Add(new(e.Hold, e.AskedAs, e.AskedBy, e.AskedFor)) },
        GovernorEvent.TurnedAway e => state.Answer(e.OrderId, 0, e.At),
        GovernorEvent.Approved e => state.Answer(e.OrderId, e.Vms, e.At),
        GovernorEvent.Rejected e => state.Answer(e.OrderId, 0, e.At),
        GovernorEvent.Withdrawn e => state.Answer(e.OrderId, 0, e.At),
        _ => throw new InvalidOperationException("every event is listed above"),
    };

    /// <inheritdoc/>
    public static DateTimeOffset? WakeAt(GovernorState state) => null;

    /// <inheritdoc/>
    public static GovernorCommand? Returned(Letter letter, string code, string explanation) => null;

    /// <inheritdoc/>
    public static GovernorView View(GovernorState state, DateTimeOffset now) =>
        new(state.VmsPerHour, state.SpentAt(now), [.. state.Holds.Select(h => h.Hold)]);

    /// <inheritdoc/>
    public static ImmutableArray<IndexRow> Rows(GovernorState state, GrainId self) => [];

    private static Outcome Configure(GovernorState state, int budget)
    {
        if (budget is < 0 or > GovernorState.MaxVmsPerHour)
            return Outcome.No("governor/budget", $"a budget lies between 0 and {GovernorState.MaxVmsPerHour} VMs per hour");
        if (budget == state.Budget) return Outcome.Nothing;
        return budget > state.Budget
            ? Outcome.No("governor/only-tighter", $"the budget is {state.Budget} VMs per hour and can only be lowered")
            : Outcome.Happened(new GovernorEvent.Configured(budget));
    }

    private static Outcome Charge(GovernorState state, GovernorCommand.Charge charge, TurnContext context)
    {
        if (context.Sender is not { Kind: "vm" or "policy-set" } sender)
            return Outcome.No("governor/sender", "only a VM or the policy set puts VMs at risk");
        if (charge.Vms < 0) return Outcome.No("governor/count", "a charge is not negative");
        if (state.SpentAt(context.Now) + (long)charge.Vms <= state.VmsPerHour)
            return Released(
                Outcome.Happened(new GovernorEvent.Charged(charge.OrderId, charge.Subject, charge.Vms, charge.RequestedBy, context.Now)),
                sender, charge.OrderId, null);
        return state.Holds.Length < GovernorView.MaxHolds ? Hold(charge, sender, context) : TurnAway(charge, sender, context.Now);
    }

    private static Outcome Hold(GovernorCommand.Charge charge, GrainId sender, TurnContext context)
    {
        var hold = new Hold(charge.OrderId, sender, charge.Subject, charge.Vms, charge.RequestedBy, charge.Reason, context.Now);
        var held = Outcome.Happened(new GovernorEvent.HeldForApproval(hold, context.Actor.Kind, context.Actor.Id, context.Actor.OnBehalfOf));
        return Tell(held, sender, new VmCommand.Held(charge.OrderId), new PolicySetCommand.Held(charge.OrderId));
    }

    private static Outcome TurnAway(GovernorCommand.Charge charge, GrainId sender, DateTimeOffset now) => Rejected(
        Outcome.Happened(new GovernorEvent.TurnedAway(charge.OrderId, charge.Subject, now)),
        sender, charge.OrderId, "governor", "governor/too-many-held");

    private static Outcome Approve(HeldOrder held, TurnContext context)
    {
        var (order, actor) = (held.Hold, context.Actor);
        if (actor.Kind != ActorKind.Person) return Outcome.No("governor/person-only", "only a person approves");
        if (held.IsFrom(actor.Id)) return Outcome.No("governor/own-order", "who asked for an order, or whose token did, does not approve it");
        return Released(
            Outcome.Happened(new GovernorEvent.Approved(order.OrderId, order.Vms, actor.Id, context.Now)), order.From, order.OrderId, actor.Id);
    }

    private static Outcome Reject(Hold hold, string reason, TurnContext context) => Rejected(
        Outcome.Happened(new GovernorEvent.Rejected(hold.OrderId, context.Actor.Id, reason, context.Now)),
        hold.From, hold.OrderId, context.Actor.Id, reason);

    private static Outcome Released(Outcome outcome, GrainId to, string orderId, string? by) =>
        Tell(outcome, to, new VmCommand.Released(orderId, by), new PolicySetCommand.Released(orderId, by));

    private static Outcome Rejected(Outcome outcome, GrainId to, string orderId, string by, string reason) =>
        Tell(outcome, to, new VmCommand.Rejected(orderId, by, reason), new PolicySetCommand.Rejected(orderId, by, reason));

    private static Outcome Tell(Outcome outcome, GrainId to, VmCommand vm, PolicySetCommand set) => to.Kind == VmRules.Kind
        ? outcome.Tell(new GrainRef<VmCommand, VmView>(to), vm)
        : outcome.Tell(new GrainRef<PolicySetCommand, PolicySetView>(to), set);

    private static Outcome Unknown(string orderId) => Outcome.No("governor/no-such-order", $"no order `{orderId}` is held");

    private static Order StatusOf(GovernorState state, GovernorCommand command)
    {
        var id = command switch
        {
            GovernorCommand.Charge c => c.OrderId,
            GovernorCommand.Approve c => c.OrderId,
            GovernorCommand.Reject c => c.OrderId,
            GovernorCommand.Withdraw c => c.OrderId,
            _ => "",
        };
        return state.Held(id) is not null ? Order.Held : state.Knows(id) ? Order.Answered : Order.Unknown;
    }
}
