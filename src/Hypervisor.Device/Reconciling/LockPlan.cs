using System.Collections.Immutable;
using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>Which work VMs are kept locked, why, and what is to do for that. A lock outranks every wanted lifecycle.</summary>
/// <param name="Reasons">Slot to reason.</param>
internal sealed record LockPlan(ImmutableArray<Step> Steps, ImmutableSortedDictionary<string, string> Reasons)
{
    /// <summary>Whether the slot is kept locked.</summary>
    public bool Holds(string slot) => Reasons.ContainsKey(slot);

    /// <summary>Judges every work VM, those the desired state does not name included.</summary>
    public static LockPlan Of(Desired desired, Observed observed, DeviceFacts facts, WipePlan wipes, DateTimeOffset now)
    {
        var reasons = VmsOf(desired, observed, facts)
            .Select(vm => (Vm: vm, Reason: Reason(vm, desired, observed, facts, now)))
            .Where(judged => judged.Reason is not null)
            .ToList();
        return new LockPlan(
            [.. Answers(desired, observed, facts), .. reasons.Where(judged => !wipes.Claims(judged.Vm.Slot)).SelectMany(judged => Close(judged.Vm, observed, facts))],
            reasons.GroupBy(judged => judged.Vm.Slot).ToImmutableSortedDictionary(group => group.Key, group => group.First().Reason!, StringComparer.Ordinal));
    }

    private static IEnumerable<VmRef> VmsOf(Desired desired, Observed observed, DeviceFacts facts) => desired.Vms
        .Where(wanted => facts.Slots.Find(wanted.Slot) is not null)
        .Select(wanted => new VmRef(wanted.Slot, wanted.Epoch))
        .Concat(observed.Vms.Where(seen => seen.State != VmState.Absent).Select(seen => seen.Vm))
        .Where(vm => facts.Slots.Find(vm.Slot) is { Owner: SlotOwner.Organisation } && !facts.WasWiped(vm))
        .Distinct();

    private static string? Reason(VmRef vm, Desired desired, Observed observed, DeviceFacts facts, DateTimeOffset now)
    {
        var ordered = desired.Orders.Any(order =>
            order.Kind == OrderKind.Lock && order.Slot == vm.Slot && order.Epoch == vm.Epoch && !facts.IsClosed(order.OrderId)
            && OrderCheck.Refusal(order, observed, facts) is null);
        if (ordered) return LockReasons.Order;
        if (LeaseClock.LockIsDue(vm, desired, facts, now)) return LockReasons.Offline;
        return OfficeHours.AreOver(vm, desired, facts, now) ? LockReasons.Hours : null;
    }

    private static IEnumerable<Step> Answers(Desired desired, Observed observed, DeviceFacts facts) => desired.Orders
        .Where(order => order.Kind == OrderKind.Lock && !facts.IsClosed(order.OrderId) && !facts.LocksAccepted.Contains(order.OrderId))
        .Select(Step (order) => OrderCheck.Refusal(order, observed, facts) is { } code ? new Step.RefuseOrder(order, code) : new Step.AcceptLock(order));

    // What cannot be saved is powered down: losing open work is better than leaving it open.
    private static IEnumerable<Step> Close(VmRef vm, Observed observed, DeviceFacts facts) => observed.Find(vm)?.State switch
    {
        VmState.Running or VmState.Paused => facts.FailedSuspends.Contains(vm) ? [new Step.Stop(vm)] : [new Step.Suspend(vm)],
        _ => [],
    };
}
