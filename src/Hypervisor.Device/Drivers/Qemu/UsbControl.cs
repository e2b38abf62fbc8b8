using System.Diagnostics;
using System.Text.Json.Nodes;
using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>Plugs what is in the phone's USB socket into a VM, read-only, and pulls it again.</summary>
internal static class UsbControl
{
    private const int MaxDevices = 4;
    private const string Prefix = "socket-";
    private static readonly TimeSpan UnplugLimit = TimeSpan.FromSeconds(5);

    /// <summary>Makes the VM see the socket, or not. What an earlier attempt left half done is undone first.</summary>
    public static async Task SetAsync(QmpConnection qmp, string socketFolder, bool allowed, CancellationToken cancellation)
    {
        var plugged = await PluggedAsync(qmp, cancellation);
        if (!allowed)
            foreach (var id in plugged) await PullAsync(qmp, id, cancellation);
        foreach (var id in (await OpenedAsync(qmp, cancellation)).Except(allowed ? plugged : [])) await CloseAsync(qmp, id, cancellation);
        if (!allowed) return;
        foreach (var (id, image) in InSocket(socketFolder))
            if (!plugged.Contains(id)) await PlugAsync(qmp, id, image, cancellation);
    }

    /// <summary>Whether QEMU lists a USB device of the socket.</summary>
    public static async Task<bool> ReadAsync(QmpConnection qmp, CancellationToken cancellation) =>
        (await PluggedAsync(qmp, cancellation)).Count > 0;

    private static IEnumerable<(string Id, string Image)> InSocket(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.img").Order(StringComparer.Ordinal).Take(MaxDevices).Select((image, place) => ($"{Prefix}{place}", image))
        : [];

    private static async Task PlugAsync(QmpConnection qmp, string id, string image, CancellationToken cancellation)
    {
        await qmp.ExecuteAsync("blockdev-add", new()
        {
            ["driver"] = "raw",
            ["node-name"] = id,
            ["read-only"] = true,
            ["file"] = new JsonObject { ["driver"] = "file", ["filename"] = image, ["read-only"] = true },
        }, cancellation);
        await qmp.ExecuteAsync("device_add",
            new() { ["driver"] = "usb-storage", ["id"] = id, ["bus"] = QemuCommandLine.UsbBus, ["drive"] = id }, cancellation);
    }

    private static async Task PullAsync(QmpConnection qmp, string id, CancellationToken cancellation)
    {
        await qmp.ExecuteAsync("device_del", new() { ["id"] = id }, cancellation);
        var waited = Stopwatch.StartNew();
        while ((await PluggedAsync(qmp, cancellation)).Contains(id))
        {
            if (waited.Elapsed > UnplugLimit) throw new DeviceException(DeviceCodes.QmpTimeout, $"USB device `{id}` was not released");
            await Task.Delay(5, cancellation);
        }
    }

    /// <summary>QEMU lets go of the image a moment after the device is gone.</summary>
    private static async Task CloseAsync(QmpConnection qmp, string id, CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await qmp.ExecuteAsync("blockdev-del", new() { ["node-name"] = id }, cancellation);
                return;
            }
            catch (DeviceException inUse) when (inUse.Code == DeviceCodes.QmpRefused && waited.Elapsed < UnplugLimit)
            {
                await Task.Delay(5, cancellation);
            }
        }
    }

    private static async Task<IReadOnlyList<string>> OpenedAsync(QmpConnection qmp, CancellationToken cancellation)
    {
        var nodes = await qmp.ExecuteAsync("query-named-block-nodes", new() { ["flat"] = true }, cancellation) as JsonArray ?? [];
        return [.. nodes.Select(node => $"{node?["node-name"]}").Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))];
    }

    private static async Task<IReadOnlyList<string>> PluggedAsync(QmpConnection qmp, CancellationToken cancellation)
    {
        var devices = await qmp.ExecuteAsync("qom-list", new() { ["path"] = "/machine/peripheral" }, cancellation) as JsonArray ?? [];
        return [.. devices.Select(device => $"{device?["name"]}").Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))];
    }
}
