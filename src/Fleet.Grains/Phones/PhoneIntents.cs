using System.Collections.Immutable;
using Twofold.Fleet.Governors;
using Twofold.Fleet.HoldPages;
using Twofold.Fleet.Vms;
using Twofold.Protocol;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Phones.PhoneEvent>;

namespace Twofold.Fleet.Phones;

/// <summary>
/// Removing a phone and revoking its certificate. Both end contact, so the leases of its work VMs run out: the governor counts those VMs.
/// INVARIANT: neither sheds an order, an epoch or a lease; they belong to the hardware.
/// </summary>
internal static class PhoneIntents
{
    private const int MaxOrderId = 64;

    public static Outcome Ask(PhoneState state, PhoneCommand.Ask wanted, TurnContext context)
    {
        if (state.Intents.Any(i => i.OrderId == wanted.OrderId)) return Outcome.Nothing;
        if (wanted.OrderId.Length is 0 or > MaxOrderId) return Outcome.No("phone/bad-order", $"an order id has 1 to {MaxOrderId} characters");
        if (wanted.Reason.Trim().Length < 3 || wanted.Reason.Length > 500) return Outcome.No("phone/bad-reason", "a reason has 3 to 500 characters");
        if (state.Barred is { } bar && bar >= wanted.Bar) return Outcome.No($"phone/{Word(bar)}", $"the phone was {Word(bar)} already");
        if (state.Intents.Any(i => i.Bar == wanted.Bar && i.Step <= IntentStep.Held)) return Outcome.No("phone/asked-already", "the same was asked and is not answered yet");
        return Outcome.Happened(new PhoneEvent.IntentAsked(wanted.OrderId, wanted.Bar, wanted.Reason, context.Actor.Shown, context.Now)).Tell(
            Governors.Governors.Organisation,
            new GovernorCommand.Charge(
                wanted.OrderId, wanted.Bar == PhoneBar.Removed ? Effect.Removal : Effect.Revocation, state.Enrolment.Name, state.Vms.Count, wanted.Reason));
    }

    public static Outcome TakeBack(PhoneState state, string orderId, DateTimeOffset now) => state.Intent(orderId) switch
    {
        null => Outcome.No("phone/no-such-order", $"there is no order `{orderId}`"),
        { Step: IntentStep.Requested } => Move(orderId, IntentStep.Cancelled, now),
        { Step: IntentStep.Held } held => Withdraw(Move(orderId, IntentStep.Cancelled, now), held.HeldAt ?? "", orderId),
        { Step: IntentStep.Done } => Outcome.No("phone/done-already", "it happened already"),
        _ => Outcome.Nothing,
    };

    /// <summary>What the governor says. An answer that comes late changes nothing.</summary>
    public static Outcome Hear(PhoneState state, PhoneCommand letter, DateTimeOffset now) => (StepOf(state, letter), letter) switch
    {
        (IntentStep.Requested, PhoneCommand.Held held) =>
            Outcome.Happened(new PhoneEvent.IntentMoved(held.OrderId, IntentStep.Held, now, HeldAt: held.Place)),
        (IntentStep.Cancelled, PhoneCommand.Held held) => Withdraw(Outcome.Nothing, held.Place, held.OrderId),
        (IntentStep.Requested or IntentStep.Held, PhoneCommand.Rejected no) =>
            Outcome.Happened(new PhoneEvent.IntentMoved(no.OrderId, IntentStep.Rejected, now, no.By, no.Reason)),
        (IntentStep.Requested or IntentStep.Held, PhoneCommand.Released yes) => Carry(state, yes, now),
        _ => Outcome.Nothing,
    };

    private static Outcome Carry(PhoneState state, PhoneCommand.Released released, DateTimeOffset now)
    {
        var done = Outcome.Happened(new PhoneEvent.IntentMoved(released.OrderId, IntentStep.Done, now, released.ApprovedBy));
        return state.Intent(released.OrderId)!.Bar == PhoneBar.Revoked ? done : Work(state).Aggregate(
            PhoneDescriptions.TakeBack(done, state), (outcome, slot) => outcome.Tell(Vms.Vms.Of(state.Id, slot), new VmCommand.Detach()));
    }

    private static IEnumerable<string> Work(PhoneState state) =>
        state.Enrolment.Slots.Where(s => s.Owner == VmOwner.Organisation).Select(s => s.Slot);

    private static Outcome Withdraw(Outcome outcome, string place, string orderId) =>
        outcome.Tell(HoldPages.HoldPages.At(place), new HoldPageCommand.Withdraw(orderId));

    private static Outcome Move(string orderId, IntentStep step, DateTimeOffset now) => Outcome.Happened(new PhoneEvent.IntentMoved(orderId, step, now));

    private static IntentStep? StepOf(PhoneState state, PhoneCommand letter) => letter switch
    {
        PhoneCommand.Held l => state.Intent(l.OrderId)?.Step,
        PhoneCommand.Rejected l => state.Intent(l.OrderId)?.Step,
        PhoneCommand.Released l => state.Intent(l.OrderId)?.Step,
        _ => null,
    };

    private static string Word(PhoneBar bar) => bar.ToString().ToLowerInvariant();
}
