using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Governors.GovernorEvent>;

namespace Twofold.Fleet.Governors;

/// <summary>
/// Who may approve, and how that changes. Operators' grains tell the governor when a right begins and ends; a change that makes or
/// removes an approver is an order like any other and waits here for a second person.
/// </summary>
internal static class GovernorRoster
{
    public static Outcome Seat(GovernorState state, DateTimeOffset since, TurnContext context)
    {
        if (PersonOf(context) is not { } person) return NotAnOperator();
        if (state.Roster.TryGetValue(person, out var seat) && since <= (seat.Left ?? seat.Since)) return Outcome.Nothing;
        return state.Others(person).Take(GovernorState.MaxSeats).Count() == GovernorState.MaxSeats
            ? Outcome.No("governor/too-many-approvers", $"at most {GovernorState.MaxSeats} persons may approve")
            : Outcome.Happened(new GovernorEvent.Seated(person, since));
    }

    public static Outcome Unseat(GovernorState state, DateTimeOffset at, TurnContext context)
    {
        if (PersonOf(context) is not { } person) return NotAnOperator();
        return state.Roster.TryGetValue(person, out var seat) && seat.Left is null && at >= seat.Since
            ? Outcome.Happened(new GovernorEvent.Unseated(person, at))
            : Outcome.Nothing;
    }

    /// <summary>
    /// A change of who decides. An approver goes at once while others who count are left; everything else needs a second person, or, where
    /// there is nobody who could be one, time alone.
    /// </summary>
    public static Outcome Change(GovernorState state, GovernorCommand.Charge charge, Requester by, GrainId sender, TurnContext context)
    {
        if (charge.Effect == Effect.ApproverRemoved && state.Others(by.Person, sender.Key).Any(s => state.Counts(s.Value, context.Now)))
            return GovernorCharges.Pass(charge, by, sender, context.Now);
        if (state.Others(by.Person).Any()) return GovernorCharges.Hold(state, charge, by, sender, context);
        return state.InForce.LooseningWait == TimeSpan.Zero
            ? GovernorCharges.Pass(charge, by, sender, context.Now)
            : Alone(state, GovernorCharges.Hold(state, charge, by, sender, context), context.Now);
    }

    /// <summary>Why this actor cannot approve the hold, or null.</summary>
    public static Outcome? WhyNot(GovernorState state, OpenHold open, TurnContext context)
    {
        var actor = context.Actor;
        if (actor.Kind != ActorKind.Person) return Outcome.No("governor/person-only", "only a person approves");
        if (open.By.Is(actor.Id)) return Outcome.No("governor/own-order", "who asked for an order, or whose token did, does not approve it");
        if (open.By.IsMadeBy(actor.Id)) return Outcome.No("governor/own-making", "who alone let someone in is no second person to them");
        if (state.Roster.GetValueOrDefault(actor.Id.ToLowerInvariant()) is not { Left: null } seat)
            return Outcome.No("governor/not-an-approver", $"`{actor.Id}` is not among those who approve");
        return state.Counts(seat, context.Now) ? null : Outcome.No(
            "governor/role-too-new", $"`{actor.Id}` approves from {seat.Since + state.InForce.RoleAge:yyyy-MM-dd HH:mm} UTC on: a role counts when it is held for long enough");
    }

    /// <summary>Where nobody else could agree, the hold that an outcome opened begins to wait for its time at once.</summary>
    public static Outcome Alone(GovernorState state, Outcome held, DateTimeOffset now)
    {
        if (held is not Outcome.Accepted { Events: [GovernorEvent.HoldOpened opened, ..] } yes) return held;
        var next = yes.Events.Aggregate(state, GovernorRules.Apply);
        return GovernorAnswers.Agree(next, next.Open(opened.Hold.Id)!, null, now) is Outcome.Accepted agreed
            ? yes with { Events = [.. yes.Events, .. agreed.Events], Letters = [.. yes.Letters, .. agreed.Letters] }
            : held;
    }

    private static string? PersonOf(TurnContext context) => context.Sender is { Kind: "operator", Key: var name } ? name : null;

    private static Outcome NotAnOperator() => Outcome.No("governor/sender", "only an operator's own grain says who may approve");
}
