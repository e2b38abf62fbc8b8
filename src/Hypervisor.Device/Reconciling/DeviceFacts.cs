using System.Collections.Immutable;
using Twofold.Device.Ports;

namespace Twofold.Device;

/// <summary>How far a wipe has come.</summary>
public enum WipeStage
{
    /// <summary>It is accepted and stands in the journal.</summary>
    Begun,

    /// <summary>The VM's process was ended.</summary>
    Killed,

    /// <summary>Its secret was destroyed.</summary>
    SecretDestroyed,

    /// <summary>Its key slots were overwritten.</summary>
    SlotsErased,

    /// <summary>Its files were removed; only the receipt is left to sign.</summary>
    Unlinked,
}

/// <summary>A wipe that was begun and is not yet proved.</summary>
/// <param name="OrderId">The order, or the phone's own id for a lease that ran out.</param>
/// <param name="Stage">What was done for certain; after a crash it may be more.</param>
/// <param name="Underway">Only in a journal that an earlier agent left: it wrote down each step before it began.</param>
public sealed record WipeUnderway(string OrderId, string Slot, long Epoch, WipeStage Stage, bool Underway = false);

/// <summary>An order that will never be carried out again.</summary>
/// <param name="Code">Why it was refused; null when it was carried out.</param>
public sealed record ClosedOrder(string OrderId, string? Code);

/// <summary>What the agent had plugged into a VM since it started; null where it did nothing yet.</summary>
/// <param name="Usb">Kinds of USB devices, whether any was in the socket or not.</param>
/// <param name="Peripherals">Peripherals, whether the phone has them or not.</param>
public sealed record GivenDevices(UsbKinds? Usb = null, PeripheralSet? Peripherals = null);

/// <summary>What the phone knows by itself.</summary>
/// <param name="Slots">Whose each VM is; nobody's word counts beside it.</param>
/// <param name="LastContact">When the server was heard last, by the phone's trusted clock.</param>
/// <param name="Wipes">Wipes under way.</param>
/// <param name="WipedEpochs">The highest epoch of each slot that was wiped: it and those before it never come back.</param>
/// <param name="Closed">Orders that were proved or refused.</param>
/// <param name="LocksAccepted">Lock orders that the server was told of.</param>
/// <param name="Provisioned">VMs whose making was completed.</param>
/// <param name="Given">What was plugged into each VM since it started: an empty socket shows nothing.</param>
/// <param name="FailedSuspends">VMs that could not be suspended three times in a row.</param>
public sealed record DeviceFacts(
    SlotTable Slots,
    DateTimeOffset LastContact,
    ImmutableArray<WipeUnderway> Wipes,
    ImmutableSortedDictionary<string, long> WipedEpochs,
    ImmutableArray<ClosedOrder> Closed,
    ImmutableArray<string> LocksAccepted,
    ImmutableArray<VmRef> Provisioned,
    ImmutableDictionary<VmRef, GivenDevices> Given,
    ImmutableArray<VmRef> FailedSuspends)
{
    /// <summary>In which the phone's user lives.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Which lease counts for each VM, by its name.</summary>
    public ImmutableSortedDictionary<string, LeaseNotice> Leases { get; init; } = ImmutableSortedDictionary.Create<string, LeaseNotice>(StringComparer.Ordinal);

    /// <summary>Which lease counts for the VM, or null when none was announced.</summary>
    public LeaseNotice? LeaseOf(VmRef vm) => Leases.GetValueOrDefault(vm.ToString());

    /// <summary>A phone on which nothing has happened yet.</summary>
    public static DeviceFacts Fresh(SlotTable slots, DateTimeOffset lastContact) =>
        new(slots, lastContact, [], ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal), [], [], [], ImmutableDictionary<VmRef, GivenDevices>.Empty, []);

    /// <summary>Whether that epoch of the slot was wiped on this phone, or one after it.</summary>
    public bool WasWiped(VmRef vm) => WipedEpochs.TryGetValue(vm.Slot, out var epoch) && vm.Epoch <= epoch;

    /// <summary>Whether the order was proved or refused.</summary>
    public bool IsClosed(string orderId) => Closed.Any(order => order.OrderId == orderId);
}
