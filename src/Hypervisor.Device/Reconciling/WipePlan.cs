using System.Collections.Immutable;
using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>What is to do for wipes: those under way, those ordered, and those for a lease that ran out.</summary>
/// <param name="Targets">The VMs that are being wiped; nothing else is done to their slots.</param>
internal sealed record WipePlan(ImmutableArray<Step> Steps, ImmutableArray<VmRef> Targets)
{
    /// <summary>Whether a VM of the slot is being wiped.</summary>
    public bool Claims(string slot) => Targets.Any(vm => vm.Slot == slot);

    /// <summary>Wipes that were begun come first, so that each ends before the next begins.</summary>
    public static WipePlan Of(Desired desired, Observed observed, DeviceFacts facts, DateTimeOffset now)
    {
        var steps = ImmutableArray.CreateBuilder<Step>();
        var targets = ImmutableArray.CreateBuilder<VmRef>();
        foreach (var wipe in facts.Wipes) Add(Rest(wipe.OrderId, new VmRef(wipe.Slot, wipe.Epoch), wipe.Stage));
        foreach (var order in desired.Orders.Where(order => order.Kind == OrderKind.Wipe && IsNew(order.OrderId, facts))) AddOrder(order);
        foreach (var vm in Expired(desired, observed, facts, now)) AddWhole(LeaseClock.OrderId(vm, facts), vm);
        return new WipePlan(steps.ToImmutable(), targets.ToImmutable());

        void Add(IEnumerable<Step.OfWipe> wipe)
        {
            foreach (var step in wipe)
            {
                steps.Add(step);
                if (!targets.Contains(step.Vm)) targets.Add(step.Vm);
            }
        }

        void AddOrder(DeviceOrder order)
        {
            if (OrderCheck.Refusal(order, observed, facts) is { } code) steps.Add(new Step.RefuseOrder(order, code));
            else AddWhole(order.OrderId, new VmRef(order.Slot, order.Epoch));
        }

        // A second wipe of the same VM waits for the first: then there is only something left to sign.
        void AddWhole(string orderId, VmRef vm)
        {
            if (!targets.Contains(vm)) Add([new Step.BeginWipe(orderId, vm), .. Rest(orderId, vm, WipeStage.Begun)]);
        }
    }

    private static bool IsNew(string orderId, DeviceFacts facts) =>
        !facts.IsClosed(orderId) && facts.Wipes.All(wipe => wipe.OrderId != orderId);

    private static IEnumerable<VmRef> Expired(Desired desired, Observed observed, DeviceFacts facts, DateTimeOffset now) => observed.Vms
        .Where(seen => seen.State != VmState.Absent && facts.Slots.Find(seen.Vm.Slot) is { Owner: SlotOwner.Organisation })
        .Select(seen => seen.Vm)
        .Where(vm => LeaseClock.WipeIsDue(vm, desired, facts, now));

    // The order is fixed: a running guest goes on reading until it is killed, and a copied header needs the secret.
    private static IEnumerable<Step.OfWipe> Rest(string orderId, VmRef vm, WipeStage stage)
    {
        if (stage < WipeStage.Killed) yield return new Step.KillVm(orderId, vm);
        if (stage < WipeStage.SecretDestroyed) yield return new Step.DestroySecret(orderId, vm);
        if (stage < WipeStage.SlotsErased) yield return new Step.EraseSlots(orderId, vm);
        if (stage < WipeStage.Unlinked) yield return new Step.Unlink(orderId, vm);
        yield return new Step.SignReceipt(orderId, vm);
    }
}
