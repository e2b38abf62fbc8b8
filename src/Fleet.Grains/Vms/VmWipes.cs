using Twofold.Fleet.Governors;
using Twofold.Fleet.HoldPages;
using Twofold.Fleet.Phones;
using Twofold.Protocol;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Vms.VmEvent>;

namespace Twofold.Fleet.Vms;

/// <summary>The wipe ladder. Each step is a fact; a fact from the phone overrides what the server believed, and nothing goes back.</summary>
internal static class VmWipes
{
    private const int MaxOrderId = 64;

    public static Outcome Request(VmState state, VmCommand.RequestWipe wipe, TurnContext context)
    {
        if (Problem(wipe.OrderId, wipe.Reason) is { } no) return no;
        return Foreseen(state, context)
            .And(Outcome.Happened(new VmEvent.WipeRequested(wipe.OrderId, EpochOf(state, wipe.Epoch), wipe.Reason, context.Actor.Shown, context.Now)))
            .Tell(Governors.Governors.Organisation, new GovernorCommand.Charge(wipe.OrderId, Effect.Wipe, Subject(state, context), 1, wipe.Reason));
    }

    /// <summary>What is wrong with an order's id or reason, or null.</summary>
    public static Outcome? Problem(string orderId, string reason)
    {
        if (orderId.Length is 0 or > MaxOrderId || orderId.StartsWith(WipeReceipt.LeasePrefix, StringComparison.Ordinal))
            return Outcome.No("vm/order-id", $"an order id has 1 to {MaxOrderId} characters and does not begin with `{WipeReceipt.LeasePrefix}`");
        return reason.Trim().Length < 3 || reason.Length > 500 ? Outcome.No("vm/reason", "a reason has 3 to 500 characters") : null;
    }

    /// <summary>A VM that no phone named yet gets its name from the order; the phone, should it come, finds the order standing.</summary>
    public static Outcome Foreseen(VmState state, TurnContext context) => state.Phone.Length > 0
        ? Outcome.Nothing
        : Outcome.Happened(new VmEvent.Foreseen(context.Self.Key.Split(':')[0], context.Self.Key.Split(':')[^1]));

    /// <summary>The epoch that an order names: the one its giver saw, else the present one; of a VM that is not known, the slot's first.</summary>
    public static long EpochOf(VmState state, long? seen) => seen ?? Math.Max(state.Epoch, 1);

    /// <summary>What an order is about, for people.</summary>
    public static string Subject(VmState state, TurnContext context) =>
        state.Foreseen || state.Phone.Length == 0 ? context.Self.Key.Replace(':', '/') : $"{state.PhoneName}/{state.Slot}";

    /// <summary>A released order is with the phone's grain: that one knows whether it can still be taken back, so it answers.</summary>
    public static Outcome Cancel(VmState state, VmCommand.CancelWipe cancel, DateTimeOffset now) => state.Wipe(cancel.OrderId) switch
    {
        { Step: > WipeStep.Held } when cancel.UnlessReleased => Outcome.Nothing,
        null => Outcome.No("vm/no-such-order", $"there is no wipe order `{cancel.OrderId}`"),
        { Step: WipeStep.Requested } => Outcome.Happened(new VmEvent.WipeCancelled(cancel.OrderId, now)),
        { Step: WipeStep.Held } held => TakeBack(Outcome.Happened(new VmEvent.WipeCancelled(cancel.OrderId, now)), held.HeldAt ?? "", cancel.OrderId),
        { Step: WipeStep.Released, Cancelling: false } => Outcome.Happened(new VmEvent.CancelAsked(cancel.OrderId))
            .Tell(Phones.Phones.Id(state.Phone), new PhoneCommand.DropOrder(cancel.OrderId)),
        { Step: WipeStep.Released or WipeStep.Cancelled } => Outcome.Nothing,
        { Step: WipeStep.Delivered or WipeStep.Acknowledged } => Outcome.No("vm/already-delivered", "the phone has the order"),
        { Step: WipeStep.Proved } => Outcome.No("vm/wiped", "the VM was wiped already"),
        _ => Outcome.No("vm/order-ended", $"the order `{cancel.OrderId}` has ended"),
    };

    /// <summary>A letter about an order. One that tells nothing new, or of an order no longer kept, changes nothing.</summary>
    public static Outcome Hear(VmState state, VmCommand letter, DateTimeOffset now) => (StepOf(state, letter), letter) switch
    {
        (WipeStep.Requested, VmCommand.Held held) => Outcome.Happened(new VmEvent.WipeHeld(held.OrderId, now, held.Place)),
        (WipeStep.Cancelled, VmCommand.Held held) => TakeBack(Outcome.Nothing, held.Place, held.OrderId),
        (WipeStep.Requested or WipeStep.Held, VmCommand.Rejected no) =>
            TurnedAway(Outcome.Happened(new VmEvent.WipeRejected(no.OrderId, no.By, no.Reason, now)), state, no),
        (WipeStep.Requested or WipeStep.Held, VmCommand.Released yes) => Release(state, yes, now),
        (WipeStep.Released, VmCommand.Dropped dropped) => Outcome.Happened(new VmEvent.WipeCancelled(dropped.OrderId, now)),
        (WipeStep.Released or WipeStep.Cancelled, VmCommand.Delivered at) => Outcome.Happened(new VmEvent.WipeDelivered(at.OrderId, now)),
        (WipeStep.Released or WipeStep.Cancelled or WipeStep.Delivered, VmCommand.Acknowledged begun) =>
            Outcome.Happened(new VmEvent.WipeAcknowledged(begun.OrderId, now)),
        (WipeStep.Released or WipeStep.Delivered or WipeStep.Acknowledged, VmCommand.Refused no) =>
            Outcome.Happened(new VmEvent.WipeRefused(no.OrderId, no.Code, now)),
        (not null and not WipeStep.Proved, VmCommand.Proved proof) =>
            Outcome.Happened(new VmEvent.WipeProved(proof.OrderId, proof.Receipt, proof.ReceiptJws, now)).Leaves(state, proof.Receipt.Epoch),
        (null, VmCommand.Proved { Receipt.ByLease: true } proof) when !state.OrderIds.Contains(proof.OrderId) =>
            Outcome.Happened(new VmEvent.WipedByLease(proof.OrderId, proof.Receipt, proof.ReceiptJws, now)).Leaves(state, proof.Receipt.Epoch),
        (null, VmCommand.Proved proof) when !state.OrderIds.Contains(proof.OrderId) =>
            Outcome.Happened(new VmEvent.WipedByForeignOrder(proof.OrderId, proof.Receipt, proof.ReceiptJws, now)).Leaves(state, proof.Receipt.Epoch),
        (_, VmCommand.LeaseEnded ended) when ended.Epoch == state.Epoch && state.UnreadableSince is null =>
            Outcome.Happened(new VmEvent.BecameUnreadable(ended.Epoch, ended.Since)),
        (_, VmCommand.LeaseRenewed renewed) when renewed.Epoch == state.Epoch && state.UnreadableSince is not null =>
            Outcome.Happened(new VmEvent.BecameReadable(renewed.Epoch)),
        _ => Outcome.Nothing,
    };

    /// <summary>Takes an order back where it waits; one that was cancelled before the governor had answered, once that is known.</summary>
    public static Outcome TakeBack(Outcome outcome, string place, string orderId) =>
        outcome.Tell(HoldPages.HoldPages.At(place), new HoldPageCommand.Withdraw(orderId));

    /// <summary>An order of escalation for which the governor had no room is asked for again: the phone's grain hears of it.</summary>
    public static Outcome TurnedAway(Outcome outcome, VmState state, VmCommand.Rejected no) => no.By == "governor" && PhoneEscalation.IsOurs(no.OrderId)
        ? outcome.Tell(Phones.Phones.Id(state.Phone), new PhoneCommand.EscalationRefused(no.OrderId, no.Reason))
        : outcome;

    private static Outcome Release(VmState state, VmCommand.Released released, DateTimeOffset now)
    {
        var order = new DeviceOrder(released.OrderId, OrderKind.Wipe, state.Slot, state.Wipe(released.OrderId)!.Epoch);
        return Outcome.Happened(new VmEvent.WipeReleased(released.OrderId, released.ApprovedBy, now))
            .Tell(Phones.Phones.Id(state.Phone), new PhoneCommand.AddOrder(order));
    }

    private static WipeStep? StepOf(VmState state, VmCommand letter) => letter switch
    {
        VmCommand.Released l => state.Wipe(l.OrderId)?.Step,
        VmCommand.Held l => state.Wipe(l.OrderId)?.Step,
        VmCommand.Rejected l => state.Wipe(l.OrderId)?.Step,
        VmCommand.Delivered l => state.Wipe(l.OrderId)?.Step,
        VmCommand.Acknowledged l => state.Wipe(l.OrderId)?.Step,
        VmCommand.Refused l => state.Wipe(l.OrderId)?.Step,
        VmCommand.Dropped l => state.Wipe(l.OrderId)?.Step,
        VmCommand.Proved l => state.Wipe(l.OrderId)?.Step,
        _ => null,
    };
}
