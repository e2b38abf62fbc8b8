using Twofold.Protocol;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Phones.PhoneEvent>;

namespace Twofold.Fleet.Phones;

/// <summary>
/// What a phone says of orders that this server does not know: it gave them to itself when a lease ran out, or a server gave them whose
/// backup is older. They are facts and nothing more: none is ever given again.
/// </summary>
internal static class ForeignOrders
{
    public static Outcome Note(PhoneState state, string orderId, string became, DateTimeOffset now)
    {
        if (state.Foreign.Any(f => f.OrderId == orderId && f.Became == became)) return Outcome.Nothing;
        return state.Foreign.Length >= PhoneState.MaxForeign && state.Foreign.All(f => f.OrderId != orderId)
            ? Unknown(orderId)
            : Outcome.Happened(new PhoneEvent.ForeignOrderFound(new ForeignOrder(orderId, became, now)));
    }

    /// <summary>
    /// The phone signed that a work VM that it has or had is gone. That counts if its lease ran out, or if a server may have ordered it whose
    /// memory this one lost; an order that nobody can have given proves nothing.
    /// </summary>
    public static Outcome Prove(PhoneState state, PhoneCommand.ReceiptVerified verified, DateTimeOffset now)
    {
        var receipt = verified.Receipt;
        if (receipt.Phone != state.Id) return Outcome.No("phone/receipt-mismatch", "the receipt is one of another phone");
        if (!receipt.ByLease && !state.HasForgotten) return Unknown(receipt.OrderId);
        if (state.OwnerOf(receipt.Slot) != VmOwner.Organisation || receipt.Epoch < 1 || receipt.Epoch > NewestPossible(state, receipt.Slot))
            return Outcome.No("phone/no-such-vm", $"the phone has no work VM `{receipt.Slot}` of epoch {receipt.Epoch}");
        var proved = PhoneOrders.Prove(state, new DeviceOrder(receipt.OrderId, OrderKind.Wipe, receipt.Slot, receipt.Epoch), verified, now);
        return receipt.ByLease || !receipt.Complete ? proved : proved.And(Note(state, receipt.OrderId, "proved", now));
    }

    private static Outcome Unknown(string orderId) => Outcome.No("phone/no-such-order", $"no order `{orderId}` stands or stood on this phone");

    /// <summary>The newest epoch that the slot can have: beyond the known ones only while this server may have forgotten some.</summary>
    private static long NewestPossible(PhoneState state, string slot) =>
        state.NewestEpoch(slot) + (state.HasForgotten ? PhoneState.MaxForgotten : 0);
}
