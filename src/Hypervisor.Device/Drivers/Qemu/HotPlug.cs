using System.Diagnostics;
using System.Text.Json.Nodes;
using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>A device that was plugged in over QMP.</summary>
/// <param name="Driver">What QEMU calls its kind.</param>
internal sealed record PluggedDevice(string Id, string Driver);

/// <summary>Devices that come and go while a VM runs, by the prefix of their ids.</summary>
internal static class HotPlug
{
    private static readonly TimeSpan UnplugLimit = TimeSpan.FromSeconds(5);

    /// <summary>What QEMU lists.</summary>
    public static async Task<IReadOnlyList<PluggedDevice>> ListAsync(QmpConnection qmp, string prefix, CancellationToken cancellation)
    {
        var devices = await qmp.ExecuteAsync("qom-list", new() { ["path"] = "/machine/peripheral" }, cancellation) as JsonArray ?? [];
        return
        [
            .. devices.Select(device => new PluggedDevice($"{device?["name"]}", DriverOf($"{device?["type"]}")))
                .Where(device => device.Id.StartsWith(prefix, StringComparison.Ordinal)),
        ];
    }

    /// <summary>Takes a device away and waits until QEMU no longer lists it.</summary>
    public static async Task PullAsync(QmpConnection qmp, string id, CancellationToken cancellation)
    {
        await qmp.ExecuteAsync("device_del", new() { ["id"] = id }, cancellation);
        var waited = Stopwatch.StartNew();
        while ((await ListAsync(qmp, id, cancellation)).Any(device => device.Id == id))
        {
            if (waited.Elapsed > UnplugLimit) throw new DeviceException(DeviceCodes.QmpTimeout, $"device `{id}` was not released");
            await Task.Delay(5, cancellation);
        }
    }

    /// <summary>QEMU lets go of what is behind a device a moment after the device is gone.</summary>
    public static async Task CloseAsync(QmpConnection qmp, string command, JsonObject arguments, CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await qmp.ExecuteAsync(command, (JsonObject)arguments.DeepClone(), cancellation);
                return;
            }
            catch (DeviceException inUse) when (inUse.Code == DeviceCodes.QmpRefused && waited.Elapsed < UnplugLimit)
            {
                await Task.Delay(5, cancellation);
            }
        }
    }

    // QEMU writes `child<usb-storage>`.
    private static string DriverOf(string type) =>
        type.StartsWith("child<", StringComparison.Ordinal) && type.EndsWith('>') ? type["child<".Length..^1] : type;
}
