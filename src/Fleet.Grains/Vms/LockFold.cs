using System.Collections.Immutable;

namespace Twofold.Fleet.Vms;

/// <summary>Records what happened to locks.</summary>
internal static class LockFold
{
    public static VmState Apply(VmState state, VmEvent happened) => happened switch
    {
        VmEvent.LockRequested e => Add(state, new LockOrder(
            e.OrderId, e.Epoch, e.Reason, e.RequestedBy, LockStep.Requested, ImmutableSortedDictionary<LockStep, DateTimeOffset>.Empty.Add(LockStep.Requested, e.At))),
        VmEvent.LockMoved e => Change(state, e.OrderId, l => Step(l, e.Step, e.At) with { By = e.By ?? l.By, Why = e.Why ?? l.Why, HeldAt = e.Place ?? l.HeldAt }),
        VmEvent.UnlockAsked e => Change(state, e.OrderId, l => Step(l, LockStep.Lifting, e.At) with { UnlockedBy = e.By }),
        _ => throw new InvalidOperationException("every event is listed above"),
    };

    /// <summary>Locks of a VM that is gone lock nothing.</summary>
    public static VmState Moot(VmState state, long epoch, DateTimeOffset at) => state with
    {
        Locks = [.. state.Locks.Select(l => l.Epoch <= epoch && l.Step <= LockStep.Lifting ? Step(l, LockStep.Moot, at) : l)],
    };

    private static VmState Add(VmState state, LockOrder order) => state with
    {
        Locks = [.. state.Locks.Prepend(order).Take(VmState.MaxLocks)],
        OrderIds = VmFold.Remember(state, order.OrderId),
    };

    private static VmState Change(VmState state, string orderId, Func<LockOrder, LockOrder> change) =>
        state with { Locks = [.. state.Locks.Select(l => l.OrderId == orderId ? change(l) : l)] };

    private static LockOrder Step(LockOrder known, LockStep step, DateTimeOffset at) => known with { Step = step, Times = known.Times.SetItem(step, at) };
}
