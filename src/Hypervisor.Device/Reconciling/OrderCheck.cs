using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>Whether an order may be carried out on this phone.</summary>
internal static class OrderCheck
{
    /// <summary>The code of the refusal, or null when the order may be carried out.</summary>
    public static string? Refusal(DeviceOrder order, Observed observed, DeviceFacts facts) => facts.Slots.Find(order.Slot) switch
    {
        null => PlanCodes.SlotUnknown,
        { Owner: SlotOwner.Personal } => PlanCodes.FloorPersonal,
        _ => EpochRefusal(order, observed, facts),
    };

    // INVARIANT: an order never touches a VM that was made after the one it names.
    private static string? EpochRefusal(DeviceOrder order, Observed observed, DeviceFacts facts)
    {
        var named = new VmRef(order.Slot, order.Epoch);
        if (observed.NewestIn(order.Slot) is { } newest && newest.Vm.Epoch > order.Epoch) return PlanCodes.OrderOlderEpoch;
        if (observed.Find(named) is not null) return null;
        if (facts.WipedEpochs.TryGetValue(order.Slot, out var wiped) && order.Epoch < wiped) return PlanCodes.OrderOlderEpoch;
        return order.Kind switch
        {
            // Wiped already, under another order: nothing is left to destroy, and what is observed can be signed.
            OrderKind.Wipe when facts.WasWiped(named) => null,
            OrderKind.Lock when !facts.WasWiped(named) => null,
            _ => PlanCodes.OrderNoSuchVm,
        };
    }
}
