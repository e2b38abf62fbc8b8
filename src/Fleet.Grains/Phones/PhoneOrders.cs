using Twofold.Fleet.Vms;
using Twofold.Protocol;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Phones.PhoneEvent>;

namespace Twofold.Fleet.Phones;

/// <summary>Standing orders: how they come, what the phone says of them, how they end.</summary>
internal static class PhoneOrders
{
    public static Outcome Add(PhoneState state, DeviceOrder order)
    {
        if (state.Standing(order.OrderId) is not null || state.ClosedBy(order.OrderId) is not null) return Outcome.Nothing;
        if (PhoneWishes.Forbidden(state, order.Slot) is { } no) return no;
        if (state.HasLeft(order.Slot, order.Epoch)) return Outcome.No("phone/epoch-gone", $"epoch {order.Epoch} of `{order.Slot}` is gone");
        return state.Orders.Length >= OrdersEnvelope.MaxOrders
            ? Outcome.No("phone/too-many-orders", $"at most {OrdersEnvelope.MaxOrders} orders stand on one phone")
            : Outcome.Happened(new PhoneEvent.OrderAdded(order, state.Version + 1));
    }

    /// <summary>
    /// An order the phone is known to have stays: it will be carried out, and the VM hears that. One that is dropped in time may still
    /// have reached the phone (its answer is on the way); then <see cref="Acknowledge"/> or <see cref="Prove"/> say so later.
    /// </summary>
    public static Outcome Drop(PhoneState state, string orderId) => state.Standing(orderId) switch
    {
        null => Outcome.Nothing,
        { Progress: OrderProgress.Released } standing =>
            Tell(Outcome.Happened(new PhoneEvent.OrderDropped(orderId, state.Version + 1)), state, standing.Order, new VmCommand.Dropped(orderId)),
        var standing => Tell(Outcome.Nothing, state, standing.Order, new VmCommand.Delivered(orderId)),
    };

    public static Outcome Acknowledge(PhoneState state, string orderId) => (state.Standing(orderId), state.ClosedBy(orderId)) switch
    {
        ({ Progress: OrderProgress.Acknowledged }, _) => Outcome.Nothing,
        ({ } standing, _) => Acknowledged(Outcome.Happened(new PhoneEvent.OrderAcknowledged(orderId)), state, standing.Order),
        (_, { End: OrderEnd.Dropped } closed) => Restore(state, closed.Order),
        (_, { }) => Outcome.Nothing,
        _ => Unknown(orderId),
    };

    public static Outcome Refuse(PhoneState state, string orderId, string code) => (state.Standing(orderId), state.ClosedBy(orderId)) switch
    {
        ({ } standing, _) => Tell(
            Outcome.Happened(new PhoneEvent.OrderRefused(orderId, code, state.Version + 1)), state, standing.Order, new VmCommand.Refused(orderId, code)),
        (_, { }) => Outcome.Nothing,
        _ => Unknown(orderId),
    };

    public static Outcome Prove(PhoneState state, PhoneCommand.ReceiptVerified verified, DateTimeOffset now)
    {
        var receipt = verified.Receipt;
        var closed = state.ClosedBy(receipt.OrderId);
        if (closed?.End == OrderEnd.Proved) return Outcome.Nothing;
        if ((state.Standing(receipt.OrderId)?.Order ?? closed?.Order ?? ByLease(state, receipt)) is not { } order) return Unknown(receipt.OrderId);
        if (!Matches(receipt, order, state.Id))
            return Outcome.No("phone/receipt-mismatch", $"the receipt is not for order `{order.OrderId}` as it was given");
        return receipt.Complete
            ? Tell(
                Outcome.Happened(new PhoneEvent.OrderProved(order, state.Version + 1)), state, order,
                new VmCommand.Proved(order.OrderId, receipt, verified.Jws))
            : PhoneContact.Complain(state, Incomplete(receipt), now);
    }

    /// <summary>The order that a phone gave itself when its lease ran out; only for a work VM that it has or had.</summary>
    private static DeviceOrder? ByLease(PhoneState state, WipeReceipt receipt) =>
        receipt.ByLease && state.OwnerOf(receipt.Slot) == VmOwner.Organisation && receipt.Epoch > 0 && receipt.Epoch <= state.NewestEpoch(receipt.Slot)
            ? new(receipt.OrderId, OrderKind.Wipe, receipt.Slot, receipt.Epoch)
            : null;

    private static Outcome Restore(PhoneState state, DeviceOrder order) => Acknowledged(
        Outcome.Happened(new PhoneEvent.OrderRestored(order.OrderId, state.Version + 1), new PhoneEvent.OrderAcknowledged(order.OrderId)), state, order);

    private static Outcome Acknowledged(Outcome outcome, PhoneState state, DeviceOrder order) =>
        Tell(outcome, state, order, new VmCommand.Acknowledged(order.OrderId));

    private static Outcome Tell(Outcome outcome, PhoneState state, DeviceOrder order, VmCommand command) =>
        outcome.Tell(Vms.Vms.Of(state.Id, order.Slot), command);

    private static Outcome Unknown(string orderId) => Outcome.No("phone/no-such-order", $"no order `{orderId}` stands or stood on this phone");

    private static bool Matches(WipeReceipt receipt, DeviceOrder order, string phone) =>
        order.Kind == OrderKind.Wipe && receipt.Phone == phone && receipt.Slot == order.Slot && receipt.Epoch == order.Epoch;

    private static PhoneCommand.Complained Incomplete(WipeReceipt receipt) => new(
        "receipt/incomplete", $"the receipt for order `{receipt.OrderId}` does not show everything that a wipe promises", null);
}
