using System.Globalization;
using System.Text.Json.Nodes;
using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>Reads a running VM back from QEMU.</summary>
internal static class QemuReading
{
    private const int MaxAutoLockSeconds = 7 * 24 * 3600;

    public static async Task<VmObservation> ReadAsync(QmpConnection qmp, VmObservation blank, GuestLines guests, CancellationToken cancellation)
    {
        var status = $"{(await qmp.ExecuteAsync("query-status", null, cancellation))?["status"]}";
        var hardware = await HardwareAsync(qmp, cancellation);
        var state = State(status, blank.State);
        var usb = await UsbControl.ReadAsync(qmp, cancellation);
        return blank with
        {
            State = state,
            MemoryMiB = hardware.MemoryMiB,
            VCpus = hardware.VCpus,
            Network = await UplinkControl.ReadAsync(qmp, cancellation),
            UsbAttached = usb != UsbKinds.None,
            UsbKinds = usb,
            Peripherals = await PeripheralControl.ReadAsync(qmp, cancellation),
            GuestAutoLockSeconds = state == VmState.Running ? await ClaimedAutoLockAsync(guests, blank.Vm, cancellation) : null,
        };
    }

    public static async Task<VmHardware> HardwareAsync(QmpConnection qmp, CancellationToken cancellation)
    {
        var memory = await qmp.ExecuteAsync("query-memory-size-summary", null, cancellation);
        var cpus = await qmp.ExecuteAsync("query-cpus-fast", null, cancellation) as JsonArray;
        return new VmHardware((int)((long)memory!["base-memory"]! >> 20), cpus!.Count);
    }

    /// <summary>QEMU's run states (qapi/run-state.json). Before a VM first ran, it is what it was at rest.</summary>
    private static VmState State(string status, VmState atRest) => status switch
    {
        "running" => VmState.Running,
        "paused" or "save-vm" or "finish-migrate" or "postmigrate" or "suspended" => VmState.Paused,
        "prelaunch" or "restore-vm" or "inmigrate" => atRest,
        _ => VmState.Failed,
    };

    private static async Task<int?> ClaimedAutoLockAsync(GuestLines guests, VmRef vm, CancellationToken cancellation)
    {
        try
        {
            var reply = await guests.AskAsync(vm, new GuestRequest.GetAutoLock(), cancellation);
            return reply.Ok && int.TryParse(reply.UntrustedText, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                && seconds <= MaxAutoLockSeconds ? seconds : null;
        }
        catch (DeviceException)
        {
            return null;
        }
    }
}
