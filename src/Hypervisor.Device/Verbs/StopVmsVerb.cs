using Twofold.Device.Ports;

namespace Twofold.Device;

/// <summary><c>stop-vms</c>: powers every VM of the phone down, as its user does when switching the phone off. No order can do this.</summary>
internal static class StopVmsVerb
{
    public static async Task<int> RunAsync(Arguments arguments, AgentLog log, CancellationToken cancellation)
    {
        var folder = new PhoneFolder(arguments.Required("phone"));
        await using var driver = await DriverChoice.OpenAsync(arguments.Or("driver", DriverChoice.Qemu), folder, imageFolder: string.Empty, cancellation);
        var failed = 0;
        foreach (var seen in await driver.Hypervisor.ObserveAsync(cancellation))
        {
            if (seen.State is VmState.Running or VmState.Paused) failed += await StopAsync(driver.Hypervisor, seen.Vm, log, cancellation);
        }

        return failed == 0 ? 0 : 1;
    }

    private static async Task<int> StopAsync(IHypervisor hypervisor, VmRef vm, AgentLog log, CancellationToken cancellation)
    {
        try
        {
            await hypervisor.StopAsync(vm, cancellation);
            log.Write("stopped", vm.ToString());
            return 0;
        }
        catch (DeviceException failure)
        {
            log.Write("stop-failed", failure.Message);
            return 1;
        }
    }
}
