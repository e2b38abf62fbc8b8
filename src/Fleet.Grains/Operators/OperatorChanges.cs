using System.Collections.Immutable;
using Twofold.Fleet.Governors;
using Twofold.Fleet.HoldPages;
using Twofold.Protocol;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Operators.OperatorEvent>;

namespace Twofold.Fleet.Operators;

/// <summary>
/// How operators change. What makes or removes someone who decides about others is charged to the governor, as a wipe is; the rest holds
/// at once. The installation itself makes the first owner.
/// </summary>
internal static class OperatorChanges
{
    private const int MaxScope = 8;
    private const int MaxCommandId = 64;

    public static Outcome Invite(OperatorState state, OperatorCommand.Invite invite, TurnContext context)
    {
        var (scope, holds) = (invite.Scope ?? ImmutableSortedDictionary<string, string>.Empty, invite.ExpiresAt - context.Now);
        if (context.Actor.Kind == ActorKind.System || !Roles.Decides(invite.Role, scope))
            return TakeBack(
                Outcome.Happened(new OperatorEvent.Invited(context.Self.Key, invite.Role, invite.LinkHash, invite.ExpiresAt, invite.Scope, context.Actor.Person)),
                state.Pending);
        return Ask(state, Effect.RightsGranted, new(OrderId(state, context), ChangeKind.Invite, invite.Role, scope, invite.LinkHash, holds, context.Actor.Shown, context.Now), context);
    }

    public static Outcome Assign(OperatorState state, OperatorCommand.Assign assign, TurnContext context)
    {
        if (Problem(assign.Scope) is { } problem) return problem;
        if (assign.Role == state.Role && assign.Scope.SequenceEqual(state.Scope)) return Outcome.Nothing;
        if (state.Pending is not null) return Outcome.No("operator/change-waits", $"another change of `{context.Self.Key}` waits");
        var change = new PendingChange(
            OrderId(state, context), ChangeKind.Assign, assign.Role, assign.Scope, null, TimeSpan.Zero, context.Actor.Shown, context.Now);
        return EffectOf(state, assign) is { } effect ? Ask(state, effect, change, context) : Carry(state, change, context);
    }

    public static Outcome Disable(OperatorState state, TurnContext context)
    {
        if (state.Pending is { Kind: ChangeKind.Disable }) return Outcome.No("operator/change-waits", $"disabling `{context.Self.Key}` waits already");
        var change = new PendingChange(
            OrderId(state, context), ChangeKind.Disable, state.Role, state.Scope, null, TimeSpan.Zero, context.Actor.Shown, context.Now);
        return TakeBack(state.Approves ? Ask(state, Effect.ApproverRemoved, change, context) : Carry(state, change, context), state.Pending);
    }

    /// <summary>What the governor says of a change; of one that was replaced meanwhile it hears that nobody waits for it any more.</summary>
    public static Outcome Hear(OperatorState state, OperatorCommand letter, TurnContext context) => (state.Pending, letter) switch
    {
        ({ Place: null } waits, OperatorCommand.Held held) when waits.OrderId == held.OrderId => Outcome.Happened(new OperatorEvent.ChangeHeld(held.OrderId, held.Place)),
        ({ } waits, OperatorCommand.Released yes) when waits.OrderId == yes.OrderId => Carry(state, waits, context),
        ({ } waits, OperatorCommand.Rejected no) when waits.OrderId == no.OrderId => Outcome.Happened(new OperatorEvent.ChangeEnded(no.OrderId, no.By, no.Reason)),
        (var waits, OperatorCommand.Held held) when waits?.OrderId != held.OrderId => Outcome.Nothing.Tell(HoldPages.HoldPages.At(held.Place), new HoldPageCommand.Withdraw(held.OrderId)),
        _ => Outcome.Nothing,
    };

    /// <summary>Tells the governor of someone who approves from now on.</summary>
    public static Outcome Seat(Outcome outcome, Role role, ImmutableSortedDictionary<string, string> scope, DateTimeOffset since) =>
        Roles.Approves(role, scope) ? outcome.Tell(Governors.Governors.Organisation, new GovernorCommand.Seat(since)) : outcome;

    /// <summary>The refusal of a scope that is none, or null.</summary>
    public static Outcome? Problem(ImmutableSortedDictionary<string, string> scope) =>
        scope.Count <= MaxScope && scope.All(l => l.Key.Length is > 0 and <= 64 && l.Value.Length is > 0 and <= 64 && !(l.Key + l.Value).Any(char.IsControl))
            ? null
            : Outcome.No("operator/bad-scope", $"a scope has at most {MaxScope} labels, keys and values of 1 to 64 printable characters");

    /// <summary>What took the place of a change that waits, or made it moot, takes it back at the governor: nobody is to approve it in vain.</summary>
    public static Outcome TakeBack(Outcome outcome, PendingChange? replaced) => replaced is { Place: { } place }
        ? outcome.Tell(HoldPages.HoldPages.At(place), new HoldPageCommand.Withdraw(replaced.OrderId))
        : outcome;

    private static Outcome Ask(OperatorState state, Effect effect, PendingChange change, TurnContext context) => TakeBack(
        Outcome.Happened(new OperatorEvent.ChangeAsked(change)).Tell(
            Governors.Governors.Organisation, new GovernorCommand.Charge(change.OrderId, effect, Words(change), 0, Words(change))),
        change.Kind == ChangeKind.Disable ? null : state.Pending);

    private static Outcome Carry(OperatorState state, PendingChange change, TurnContext context) => change.Kind switch
    {
        ChangeKind.Invite => Outcome.Happened(new OperatorEvent.Invited(
            context.Self.Key, change.Role, change.LinkHash!, context.Now + change.LinkHolds, change.Scope, change.AskedBy)),
        ChangeKind.Assign => Resit(
            Outcome.Happened(new OperatorEvent.Assigned(change.Role, change.Scope, change.AskedBy, context.Now)), state, change, context.Now),
        _ => Unseat(Outcome.Happened(new OperatorEvent.Disabled()), state, context.Now),
    };

    private static Outcome Resit(Outcome outcome, OperatorState state, PendingChange change, DateTimeOffset now)
    {
        if (!Roles.Approves(change.Role, change.Scope)) return Unseat(outcome, state, now);
        return change.Role == state.Role && state.Approves ? outcome : Seat(outcome, change.Role, change.Scope, now);
    }

    private static Outcome Unseat(Outcome outcome, OperatorState state, DateTimeOffset now) =>
        state.Approves ? outcome.Tell(Governors.Governors.Organisation, new GovernorCommand.Unseat(now)) : outcome;

    private static Effect? EffectOf(OperatorState state, OperatorCommand.Assign assign)
    {
        var gains = (Roles.Approves(assign.Role, assign.Scope) && !state.Approves)
            || (Roles.Admits(assign.Role, assign.Scope) && !Roles.Admits(state.Role, state.Scope));
        return gains ? Effect.RightsGranted : state.Approves && !Roles.Approves(assign.Role, assign.Scope) ? Effect.ApproverRemoved : null;
    }

    private static string Words(PendingChange change) => change.Kind switch
    {
        ChangeKind.Invite => $"is invited as {Roles.NameOf(change.Role)}",
        ChangeKind.Assign => $"becomes {Roles.NameOf(change.Role)}{(change.Scope.IsEmpty ? "" : $" for {string.Join(", ", change.Scope.Select(l => $"{l.Key}={l.Value}"))}")}",
        _ => "may sign in no longer",
    };

    // An order's id stands in history in the clear, so it does not name the operator.
    private static string OrderId(OperatorState state, TurnContext context) =>
        $"rights.{state.Changes + 1}.{(context.CommandId.Length <= MaxCommandId ? context.CommandId : context.CommandId[^MaxCommandId..])}";
}
