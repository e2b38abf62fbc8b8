using System.Collections.Immutable;

namespace Twofold.Fleet.Phones;

/// <summary>Records removals and revocations.</summary>
internal static class IntentFold
{
    public static PhoneState Ask(PhoneState state, PhoneEvent.IntentAsked e) => state with
    {
        Intents =
        [
            new PhoneIntent(
                e.OrderId, e.Bar, e.Reason, e.RequestedBy, IntentStep.Requested,
                ImmutableSortedDictionary<IntentStep, DateTimeOffset>.Empty.Add(IntentStep.Requested, e.At)),
            .. state.Intents.Take(PhoneState.MaxIntents - 1),
        ],
    };

    public static PhoneState Move(PhoneState state, PhoneEvent.IntentMoved e)
    {
        var moved = state with { Intents = [.. state.Intents.Select(i => i.OrderId == e.OrderId ? Step(i, e) : i)] };
        return e.Step == IntentStep.Done ? Bar(moved, moved.Intent(e.OrderId)!.Bar, e.At) : moved;
    }

    /// <summary>
    /// A removed phone keeps its hardware identity, its key, which signs what it still has to prove, its labels, which say whose business it
    /// is, and all that stands against it. A revocation that passes after the removal does not bring it back.
    /// </summary>
    private static PhoneState Bar(PhoneState state, PhoneBar bar, DateTimeOffset at) => bar == PhoneBar.Revoked
        ? state with { Barred = state.Barred ?? bar }
        : state with
        {
            Barred = bar,
            RemovedAt = at,
            Waiting = null,
            Enrolment = state.Enrolment with { Owner = "" },
        };

    private static PhoneIntent Step(PhoneIntent known, PhoneEvent.IntentMoved e) => known with
    {
        Step = e.Step, Times = known.Times.SetItem(e.Step, e.At), By = e.By ?? known.By, Why = e.Why ?? known.Why, HeldAt = e.HeldAt ?? known.HeldAt,
    };
}
