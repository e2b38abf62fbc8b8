using System.Text.Json.Nodes;
using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>Plugs what is in the phone's USB socket into a VM, storage read-only, and pulls it again.</summary>
internal static class UsbControl
{
    private const int MaxDevices = 4;
    private const string Prefix = "socket-";

    // What may lie in the socket of a virtual phone: by the ending of its file, how QEMU calls it, and the kind that policy speaks of.
    private static readonly (string Ending, string Driver, UsbKinds Kind)[] Devices =
        [(".img", "usb-storage", UsbKinds.Storage), (".kbd", "usb-kbd", UsbKinds.Hid)];

    /// <summary>Makes the VM see the socket as far as its kinds are allowed. What an earlier attempt left half done is undone first.</summary>
    public static async Task SetAsync(QmpConnection qmp, string socketFolder, UsbKinds allowed, CancellationToken cancellation)
    {
        var kept = new List<string>();
        foreach (var device in await HotPlug.ListAsync(qmp, Prefix, cancellation))
        {
            if (allowed.HasFlag(KindOf(device))) kept.Add(device.Id);
            else await HotPlug.PullAsync(qmp, device.Id, cancellation);
        }

        foreach (var id in (await OpenedAsync(qmp, cancellation)).Except(kept))
            await HotPlug.CloseAsync(qmp, "blockdev-del", new() { ["node-name"] = id }, cancellation);
        foreach (var (id, file, driver, kind) in InSocket(socketFolder))
            if (allowed.HasFlag(kind) && !kept.Contains(id)) await PlugAsync(qmp, id, file, driver, cancellation);
    }

    /// <summary>The kinds of the devices of the socket that QEMU lists.</summary>
    public static async Task<UsbKinds> ReadAsync(QmpConnection qmp, CancellationToken cancellation) =>
        (await HotPlug.ListAsync(qmp, Prefix, cancellation)).Aggregate(UsbKinds.None, (kinds, device) => kinds | KindOf(device));

    private static UsbKinds KindOf(PluggedDevice plugged) =>
        Devices.Where(device => device.Driver == plugged.Driver).Select(device => device.Kind).FirstOrDefault(UsbKinds.Other);

    private static IEnumerable<(string Id, string File, string Driver, UsbKinds Kind)> InSocket(string folder) => Directory.Exists(folder)
        ? from found in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
              .SelectMany(file => Devices.Where(device => file.EndsWith(device.Ending, StringComparison.Ordinal)), (file, device) => (file, device))
              .Take(MaxDevices).Select((found, place) => (found.file, found.device, place))
          select ($"{Prefix}{found.place}", found.file, found.device.Driver, found.device.Kind)
        : [];

    private static async Task PlugAsync(QmpConnection qmp, string id, string file, string driver, CancellationToken cancellation)
    {
        var device = new JsonObject { ["driver"] = driver, ["id"] = id, ["bus"] = QemuCommandLine.UsbBus };
        if (driver == "usb-storage")
        {
            await qmp.ExecuteAsync("blockdev-add", new()
            {
                ["driver"] = "raw",
                ["node-name"] = id,
                ["read-only"] = true,
                ["file"] = new JsonObject { ["driver"] = "file", ["filename"] = file, ["read-only"] = true },
            }, cancellation);
            device["drive"] = id;
        }

        await qmp.ExecuteAsync("device_add", device, cancellation);
    }

    private static async Task<IReadOnlyList<string>> OpenedAsync(QmpConnection qmp, CancellationToken cancellation)
    {
        var nodes = await qmp.ExecuteAsync("query-named-block-nodes", new() { ["flat"] = true }, cancellation) as JsonArray ?? [];
        return [.. nodes.Select(node => $"{node?["node-name"]}").Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))];
    }
}
