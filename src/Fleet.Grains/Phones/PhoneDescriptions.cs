using System.Collections.Immutable;
using Twofold.Fleet.Governors;
using Twofold.Fleet.HoldPages;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Phones.PhoneEvent>;

namespace Twofold.Fleet.Phones;

/// <summary>
/// How a phone is named and labelled. Labels choose policies, so other labels can do to a work VM whatever a policy can: the governor counts
/// them as it counts the policy. INVARIANT: while a description waits, nothing of it holds.
/// </summary>
internal static class PhoneDescriptions
{
    private const string OrderPrefix = "labels.";
    private const int MaxCommandId = 48;

    public static Outcome Describe(PhoneState state, PhoneCommand.Describe to, TurnContext context)
    {
        if (Naming.Problem(to.Name, to.Owner, to.Labels) is { } problem) return Outcome.No("phone/description", problem);
        var labelled = state.Enrolment.Labels.SequenceEqual(to.Labels);
        if (!labelled && to.VmsAtRisk > 0) return Ask(state, to, context);
        var same = labelled && state.Enrolment.Name == to.Name && state.Enrolment.Owner == to.Owner;
        return same && state.Waiting is null ? Outcome.Nothing : TakeBack(Carry(state, to.Name, to.Owner, to.Labels), state);
    }

    /// <summary>What the governor says of a description; null where the letter is about something else.</summary>
    public static Outcome? Hear(PhoneState state, PhoneCommand letter) => letter switch
    {
        PhoneCommand.Released yes when IsOurs(yes.OrderId) => state.Waiting is { } to && to.OrderId == yes.OrderId
            ? Carry(state, to.Name, to.Owner, to.Labels)
            : Outcome.Nothing,
        PhoneCommand.Rejected no when IsOurs(no.OrderId) => state.Waiting?.OrderId == no.OrderId
            ? Outcome.Happened(new PhoneEvent.DescriptionEnded(no.OrderId, no.By, no.Reason))
            : Outcome.Nothing,
        PhoneCommand.Held held when IsOurs(held.OrderId) => Held(state, held),
        _ => null,
    };

    /// <summary>What waits is taken back where it waits.</summary>
    public static Outcome TakeBack(Outcome outcome, PhoneState state) => state.Waiting is { Place: { } place } replaced
        ? outcome.Tell(HoldPages.HoldPages.At(place), new HoldPageCommand.Withdraw(replaced.OrderId))
        : outcome;

    private static Outcome Ask(PhoneState state, PhoneCommand.Describe to, TurnContext context)
    {
        if (Waits(state, to)) return Outcome.Nothing;
        var order = $"{OrderPrefix}{(context.CommandId.Length <= MaxCommandId ? context.CommandId : context.CommandId[^MaxCommandId..])}";
        var waiting = new WaitingDescription(order, to.Name, to.Owner, to.Labels, context.Actor.Shown, context.Now);
        return TakeBack(Outcome.Happened(new PhoneEvent.DescriptionAsked(waiting)), state).Tell(
            Governors.Governors.Organisation, new GovernorCommand.Charge(order, to.Effect, state.Enrolment.Name, to.VmsAtRisk, Words(to.Labels)));
    }

    private static bool Waits(PhoneState state, PhoneCommand.Describe to) =>
        state.Waiting is { } waits && waits.Name == to.Name && waits.Owner == to.Owner && waits.Labels.SequenceEqual(to.Labels);

    // One that was replaced before the governor had answered is taken back now that it is known where it waits.
    private static Outcome Held(PhoneState state, PhoneCommand.Held held) => (state.Waiting?.OrderId == held.OrderId, state.Waiting?.Place) switch
    {
        (true, null) => Outcome.Happened(new PhoneEvent.DescriptionHeld(held.OrderId, held.Place)),
        (true, _) => Outcome.Nothing,
        _ => Outcome.Nothing.Tell(HoldPages.HoldPages.At(held.Place), new HoldPageCommand.Withdraw(held.OrderId)),
    };

    private static Outcome Carry(PhoneState state, string name, string owner, ImmutableSortedDictionary<string, string> labels)
    {
        var (now, described) = (state.Enrolment, Outcome.Happened(new PhoneEvent.Described(name, owner, labels)));
        var owned = now.Owner == owner ? described : PhoneEnrolling.Own(described, state.Id, owner, now.Slots);
        return now.Name == name ? owned : PhoneEnrolling.Attach(owned, state.Id, name, now.Slots);
    }

    private static bool IsOurs(string orderId) => orderId.StartsWith(OrderPrefix, StringComparison.Ordinal);

    // As many phones become the same in one go, they wait in one hold: its reason names no phone.
    private static string Words(ImmutableSortedDictionary<string, string> labels)
    {
        var words = labels.IsEmpty ? "is to have no label" : $"is to be labelled {string.Join(", ", labels.Select(l => $"{l.Key}={l.Value}"))}";
        return words.Length <= 500 ? words : words[..500];
    }
}
