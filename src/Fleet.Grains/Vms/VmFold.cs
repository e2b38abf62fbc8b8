using System.Collections.Immutable;
using Twofold.Protocol;

namespace Twofold.Fleet.Vms;

/// <summary>Records what happened to a VM.</summary>
internal static class VmFold
{
    private static readonly ImmutableArray<WipeStep> Ladder = [WipeStep.Requested, WipeStep.Released, WipeStep.Delivered, WipeStep.Acknowledged, WipeStep.Proved];

    public static VmState Apply(VmState state, VmEvent happened) => happened switch
    {
        VmEvent.Foreseen e => state with { Phone = e.Phone, PhoneName = e.Phone, Slot = e.Slot, Owner = VmOwner.Organisation, Epoch = 1, Foreseen = true },
        VmEvent.Attached e => state with
        {
            Phone = e.Phone, PhoneName = e.PhoneName, Slot = e.Slot, Owner = e.Owner, Epoch = e.Epoch, Desired = Lifecycle.Running, Foreseen = false, Detached = false,
        },
        VmEvent.PhoneRenamed e => state with { PhoneName = e.PhoneName },
        VmEvent.Detached => state with { Detached = true },
        VmEvent.Returned e => state with { Detached = false, PhoneName = e.PhoneName },
        VmEvent.LifecycleSet e => state with { Desired = e.Lifecycle },
        VmEvent.Reprovisioned e => state with { Epoch = e.Epoch, Desired = Lifecycle.Running, UnreadableSince = null },
        VmEvent.EpochFound e => state with { Epoch = e.Epoch, UnreadableSince = null },
        VmEvent.BecameUnreadable e => state with { UnreadableSince = e.Since },
        VmEvent.BecameReadable => state with { UnreadableSince = null },
        VmEvent.Observed e => state with { Work = e.Work, Personal = e.Personal, ObservedAt = e.At },
        VmEvent.WipeRequested e => Add(state, e.OrderId, e.Epoch, e.Reason, e.RequestedBy, e.At),
        VmEvent.WipeHeld e => Step(state, e.OrderId, WipeStep.Held, e.At, w => w with { HeldAt = e.Place }),
        VmEvent.WipeReleased e => Step(state, e.OrderId, WipeStep.Released, e.At, w => w with { ApprovedBy = e.ApprovedBy }),
        VmEvent.WipeRejected e => Step(state, e.OrderId, WipeStep.Rejected, e.At, w => w with { RejectedBy = e.By, RejectedBecause = e.Reason }),
        VmEvent.CancelAsked e => Change(state, e.OrderId, w => w with { Cancelling = true }),
        VmEvent.WipeCancelled e => Step(state, e.OrderId, WipeStep.Cancelled, e.At),
        VmEvent.WipeDelivered e => Step(state, e.OrderId, WipeStep.Delivered, e.At),
        VmEvent.WipeAcknowledged e => Step(state, e.OrderId, WipeStep.Acknowledged, e.At),
        VmEvent.WipeRefused e => Step(state, e.OrderId, WipeStep.Refused, e.At, w => w with { Code = e.Code }),
        VmEvent.WipeProved e => Prove(state, e.OrderId, e.Receipt, e.ReceiptJws, e.At),
        VmEvent.WipedByLease e => Prove(
            Add(state, e.OrderId, e.Receipt.Epoch, "offline for longer than the lease", "phone", e.At), e.OrderId, e.Receipt, e.ReceiptJws, e.At),
        VmEvent.WipedByForeignOrder e => Prove(
            Add(state, e.OrderId, e.Receipt.Epoch, "ordered elsewhere: this server does not know the order", "unknown", e.At),
            e.OrderId, e.Receipt, e.ReceiptJws, e.At),
        _ => LockFold.Apply(state, happened),
    };

    /// <summary>The VM is gone. Its receipt may name an epoch that this server forgot: then that one is the present one.</summary>
    private static VmState Prove(VmState state, string orderId, WipeReceipt receipt, string jws, DateTimeOffset at) => LockFold.Moot(
        Step(state, orderId, WipeStep.Proved, at, w => w with { Receipt = receipt, ReceiptJws = jws }) with
        {
            Epoch = Math.Max(state.Epoch, receipt.Epoch), UnreadableSince = receipt.Epoch >= state.Epoch ? null : state.UnreadableSince,
        },
        receipt.Epoch, at);

    private static VmState Add(VmState state, string orderId, long epoch, string reason, string by, DateTimeOffset at)
    {
        var times = ImmutableSortedDictionary<WipeStep, DateTimeOffset>.Empty.Add(WipeStep.Requested, at);
        var order = new WipeOrder(orderId, epoch, reason, by, WipeStep.Requested, times, null, null, null, null);
        return state with
        {
            Wipes = [.. state.Wipes.Prepend(order).OrderByDescending(w => w.Epoch).Take(VmState.MaxWipes)],
            OrderIds = Remember(state, orderId),
        };
    }

    /// <summary>The ids of all orders, this one the newest.</summary>
    internal static ImmutableArray<string> Remember(VmState state, string orderId) => [.. state.OrderIds.TakeLast(VmState.MaxOrderIds - 1), orderId];

    private static VmState Step(VmState state, string orderId, WipeStep step, DateTimeOffset at, Func<WipeOrder, WipeOrder>? also = null) =>
        Change(state, orderId, w => (also?.Invoke(w) ?? w) with { Step = step, Times = Times(w.Times, step, at), Cancelling = false });

    private static VmState Change(VmState state, string orderId, Func<WipeOrder, WipeOrder> change) =>
        state with { Wipes = [.. state.Wipes.Select(w => w.OrderId == orderId ? change(w) : w)] };

    /// <summary>A later fact implies the earlier ones: those that were never told get its time.</summary>
    private static ImmutableSortedDictionary<WipeStep, DateTimeOffset> Times(
        ImmutableSortedDictionary<WipeStep, DateTimeOffset> times, WipeStep step, DateTimeOffset at) =>
        Ladder.Take(Ladder.IndexOf(step) + 1).Append(step).Where(s => !times.ContainsKey(s)).Distinct()
            .Aggregate(times, (known, missing) => known.SetItem(missing, at));
}
