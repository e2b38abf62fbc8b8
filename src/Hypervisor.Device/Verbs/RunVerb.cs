using Twofold.Device.Ports;

namespace Twofold.Device;

/// <summary><c>run</c>: the agent of one phone, until it is told to end. The VMs outlive it.</summary>
internal static class RunVerb
{
    public static async Task<int> RunAsync(Arguments arguments, AgentLog log, CancellationToken cancellation)
    {
        var folder = new PhoneFolder(arguments.Required("phone"));
        await using var driver = await DriverChoice.OpenAsync(arguments.Or("driver", DriverChoice.Qemu), folder, arguments.Or("image", string.Empty), cancellation);
        var seen = new SeenFile(folder.Seen);
        seen.Forget();
        var notices = new NoticeFile(folder.Notices);
        var place = new AgentPlace(folder, driver.Hypervisor, driver.Guests, log, TimeProvider.System);
        using var host = AgentHost.Open(place, new AgentOptions { Reported = seen.Write, Noticed = notices.Write });
        await using var page = await LocalPage.OpenAsync(host.Local(seen.Read, notices.Read), folder, log);
        log.Write("started", driver.Hypervisor.Name);
        await host.RunAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        return 0;
    }
}
