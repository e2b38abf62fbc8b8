using System.Collections.Immutable;
using Twofold.Device.Ports;
using Twofold.Policies;

namespace Twofold.Device;

/// <summary>Kinds of USB devices as <c>usb.classes</c> says them.</summary>
internal static class UsbKindSets
{
    private static readonly (string Item, UsbKinds Kind)[] Names =
    [
        ("audio", UsbKinds.Audio), ("hid", UsbKinds.Hid), ("printer", UsbKinds.Printer), ("storage", UsbKinds.Storage),
        ("network", UsbKinds.Network), ("other", UsbKinds.Other),
    ];

    /// <summary>The kinds of a set.</summary>
    public static UsbKinds Of(ItemSet set) => set.Items is null
        ? UsbKinds.All
        : Names.Where(name => set.Items.Contains(name.Item)).Aggregate(UsbKinds.None, (kinds, name) => kinds | name.Kind);

    /// <summary>The text of kinds.</summary>
    public static string Text(UsbKinds kinds) => UsbClasses.Instance.Format(new ItemSet(
        Names.Where(name => kinds.HasFlag(name.Kind)).Select(name => name.Item).ToImmutableSortedSet(StringComparer.Ordinal)));
}
