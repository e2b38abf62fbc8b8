using Twofold.Fleet.Vms;
using Twofold.Protocol;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Phones.PhoneEvent>;

namespace Twofold.Fleet.Phones;

/// <summary>Standing orders: how they come, what the phone says of them, how they end.</summary>
internal static class PhoneOrders
{
    /// <summary>An order is taken whether or not the phone or its slot is known: it stands for the hardware, and the phone says what it makes of it.</summary>
    public static Outcome Add(PhoneState state, DeviceOrder order, GrainId self)
    {
        if (state.Standing(order.OrderId) is not null || state.ClosedBy(order.OrderId) is not null) return Outcome.Nothing;
        if (state.OwnerOf(order.Slot) == VmOwner.Personal) return PhoneWishes.Forbidden(state, order.Slot)!;
        if (state.HasLeft(order.Slot, order.Epoch)) return Outcome.No("phone/epoch-gone", $"epoch {order.Epoch} of `{order.Slot}` is gone");
        if (state.Orders.Length >= OrdersEnvelope.MaxOrders)
            return Outcome.No("phone/too-many-orders", $"at most {OrdersEnvelope.MaxOrders} orders stand on one phone");
        var added = new PhoneEvent.OrderAdded(order, state.Version + 1);
        return state.Id.Length > 0 ? Outcome.Happened(added) : Outcome.Happened(new PhoneEvent.Foreseen(self.Key), added);
    }

    /// <summary>
    /// A wipe the phone is known to have stays: it will be carried out, and the VM hears that. One that is dropped in time may still
    /// have reached the phone (its answer is on the way); then <see cref="Acknowledge"/> or <see cref="Prove"/> say so later.
    /// A lock can always be taken back; it is over once the phone has stored that.
    /// </summary>
    public static Outcome Drop(PhoneState state, string orderId) => state.Standing(orderId) switch
    {
        null => Outcome.Nothing,
        { Progress: OrderProgress.Released } standing =>
            Tell(Outcome.Happened(new PhoneEvent.OrderDropped(orderId, state.Version + 1)), state, standing.Order, new VmCommand.Dropped(orderId)),
        { Progress: OrderProgress.Lifting } => Outcome.Nothing,
        { Order.Kind: OrderKind.Lock } => Outcome.Happened(new PhoneEvent.OrderLifting(orderId, state.Version + 1)),
        var standing => Tell(Outcome.Nothing, state, standing.Order, new VmCommand.Delivered(orderId)),
    };

    public static Outcome Acknowledge(PhoneState state, string orderId, DateTimeOffset now) => (state.Standing(orderId), state.ClosedBy(orderId)) switch
    {
        ({ Progress: OrderProgress.Acknowledged or OrderProgress.Lifting }, _) => Outcome.Nothing,
        ({ } standing, _) => Acknowledged(Outcome.Happened(new PhoneEvent.OrderAcknowledged(orderId)), state, standing.Order),
        (_, { End: OrderEnd.Dropped, Order.Kind: OrderKind.Wipe } closed) when state.OwnerOf(closed.Order.Slot) != VmOwner.Personal => Restore(state, closed.Order),
        (_, { }) => Outcome.Nothing,
        _ => ForeignOrders.Note(state, orderId, "accepted", now),
    };

    public static Outcome Refuse(PhoneState state, string orderId, string code, DateTimeOffset now) => (state.Standing(orderId), state.ClosedBy(orderId)) switch
    {
        ({ } standing, _) => Tell(
            Outcome.Happened(new PhoneEvent.OrderRefused(orderId, code, state.Version + 1)), state, standing.Order, new VmCommand.Refused(orderId, code)),
        (_, { }) => Outcome.Nothing,
        _ => ForeignOrders.Note(state, orderId, "refused", now),
    };

    public static Outcome Prove(PhoneState state, PhoneCommand.ReceiptVerified verified, DateTimeOffset now)
    {
        var receipt = verified.Receipt;
        var closed = state.ClosedBy(receipt.OrderId);
        if (closed?.End == OrderEnd.Proved) return Outcome.Nothing;
        if ((state.Standing(receipt.OrderId)?.Order ?? closed?.Order) is not { } order) return ForeignOrders.Prove(state, verified, now);
        if (!Matches(receipt, order, state.Id))
            return Outcome.No("phone/receipt-mismatch", $"the receipt is not for order `{order.OrderId}` as it was given");
        return Prove(state, order, verified, now);
    }

    /// <summary>A receipt proves an order when everything that a wipe promises was observed.</summary>
    internal static Outcome Prove(PhoneState state, DeviceOrder order, PhoneCommand.ReceiptVerified verified, DateTimeOffset now) =>
        verified.Receipt.Complete
            ? Tell(
                Outcome.Happened(new PhoneEvent.OrderProved(order, state.Version + 1)), state, order,
                new VmCommand.Proved(order.OrderId, verified.Receipt, verified.Jws))
            : PhoneContact.Complain(state, Incomplete(verified.Receipt), now);

    private static Outcome Restore(PhoneState state, DeviceOrder order) => Acknowledged(
        Outcome.Happened(new PhoneEvent.OrderRestored(order.OrderId, state.Version + 1), new PhoneEvent.OrderAcknowledged(order.OrderId)), state, order);

    private static Outcome Acknowledged(Outcome outcome, PhoneState state, DeviceOrder order) =>
        Tell(outcome, state, order, new VmCommand.Acknowledged(order.OrderId));

    private static Outcome Tell(Outcome outcome, PhoneState state, DeviceOrder order, VmCommand command) =>
        outcome.Tell(Vms.Vms.Of(state.Id, order.Slot), command);

    private static bool Matches(WipeReceipt receipt, DeviceOrder order, string phone) =>
        order.Kind == OrderKind.Wipe && receipt.Phone == phone && receipt.Slot == order.Slot && receipt.Epoch == order.Epoch;

    private static PhoneCommand.Complained Incomplete(WipeReceipt receipt) => new(
        "receipt/incomplete", $"the receipt for order `{receipt.OrderId}` does not show everything that a wipe promises", null);
}
