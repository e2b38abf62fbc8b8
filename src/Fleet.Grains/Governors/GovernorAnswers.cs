using Twofold.Fleet.HoldPages;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Governors.GovernorEvent>;

namespace Twofold.Fleet.Governors;

/// <summary>What persons say of holds, and what time does to those that were agreed on.</summary>
internal static class GovernorAnswers
{
    private const int MaxReason = 500;

    public static Outcome Approve(GovernorState state, GovernorCommand.Approve approve, TurnContext context)
    {
        if (state.Open(approve.HoldId) is not { } open) return NotOpen(state, approve.HoldId);
        if (GovernorRoster.WhyNot(state, open, context) is { } no) return no;
        if (open.Hold.Orders > approve.Orders)
            return Outcome.No("governor/hold-grew", $"{open.Hold.Orders} orders wait in `{open.Hold.Id}`, look at it again");
        if (open.Hold.Due is not null) return Outcome.No("governor/answered", $"`{open.Hold.Id}` was agreed on already and waits for its time");
        return open.Hold.Effect.OnWhoDecides() ? Agree(state, open, context.Actor.Id, context.Now) : Release(open, context.Actor.Id, context.Now);
    }

    public static Outcome Reject(GovernorState state, GovernorCommand.Reject reject, TurnContext context)
    {
        if (state.Open(reject.HoldId) is not { } open) return NotOpen(state, reject.HoldId);
        if (context.Actor.Kind != ActorKind.Person) return Outcome.No("governor/person-only", "only a person decides");
        var reason = reject.Reason.Length <= MaxReason ? reject.Reason : reject.Reason[..MaxReason];
        return Settle(
            Outcome.Happened(new GovernorEvent.Rejected(open.Hold.Id, context.Actor.Id, reason, context.Now)),
            open.Hold, new HoldPageCommand.Settle(null, context.Actor.Id, reason));
    }

    /// <summary>What a page says of orders taken back counts in all, so that the same again changes nothing.</summary>
    public static Outcome Shrink(GovernorState state, GovernorCommand.Shrink shrink) =>
        state.Open(shrink.HoldId) is not { Hold.Orders: > 0 } open || open.Gone.GetValueOrDefault(shrink.Page, new(0, 0)).Orders >= shrink.Orders
            ? Outcome.Nothing
            : Outcome.Happened(new GovernorEvent.Shrunk(shrink.HoldId, shrink.Page, shrink.Orders, shrink.Vms));

    /// <summary>Agrees on a change of who decides; it waits, unless the settings want no wait.</summary>
    /// <param name="by">The second person, or null where there is nobody who could be one.</param>
    public static Outcome Agree(GovernorState state, OpenHold open, string? by, DateTimeOffset now) => state.InForce.LooseningWait == TimeSpan.Zero
        ? Release(open, by, now)
        : Outcome.Happened(new GovernorEvent.Agreed(open.Hold.Id, by, now, now + state.InForce.LooseningWait));

    /// <summary>One at a time, the longest due first: what is due with it wakes the governor again at once.</summary>
    public static Outcome Tick(GovernorState state, DateTimeOffset now) =>
        state.Holds.Where(h => h.Hold.Due <= now).MinBy(h => h.Hold.Due) is { } due ? Release(due, due.Hold.AgreedBy, now) : Outcome.Nothing;

    private static Outcome Release(OpenHold open, string? by, DateTimeOffset now)
    {
        var approved = new GovernorEvent.Approved(open.Hold.Id, open.Hold.Vms, by, now);
        return open.Wanted is { } wanted
            ? Outcome.Happened(approved, new GovernorEvent.Configured(wanted))
            : Settle(Outcome.Happened(approved), open.Hold, new HoldPageCommand.Settle(by ?? "governor", null, null));
    }

    private static Outcome Settle(Outcome outcome, Hold hold, HoldPageCommand.Settle settle) =>
        Enumerable.Range(0, hold.Pages).Aggregate(outcome, (told, page) => told.Tell(HoldPages.HoldPages.Page(hold.Id, page), settle));

    private static Outcome NotOpen(GovernorState state, string id) =>
        id.StartsWith("hold-", StringComparison.Ordinal) && long.TryParse(id["hold-".Length..], out var number) && number > 0 && number <= state.HoldsOpened
            ? Outcome.No("governor/answered", $"`{id}` was answered already")
            : Outcome.No("governor/no-such-hold", $"there is no hold `{Protocol.Grammar.Shown(id)}`");
}
