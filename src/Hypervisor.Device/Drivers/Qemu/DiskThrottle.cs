using System.Text.Json.Nodes;
using Twofold.Policies;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>How much a VM may read and write: QEMU's own throttle on the disk that the guest sees.</summary>
internal static class DiskThrottle
{
    private const string Backend = $"/machine/peripheral/{QemuCommandLine.DiskDevice}/virtio-backend";

    /// <summary>Sets it, in MiB per second; the setting's largest value is no throttle.</summary>
    public static Task SetAsync(QmpConnection qmp, int throughputMiB, CancellationToken cancellation) => qmp.ExecuteAsync("block_set_io_throttle", new()
    {
        ["id"] = Backend,
        ["bps"] = throughputMiB == StorageThroughput.Instance.Default ? 0 : (long)throughputMiB << 20,
        ["bps_rd"] = 0,
        ["bps_wr"] = 0,
        ["iops"] = 0,
        ["iops_rd"] = 0,
        ["iops_wr"] = 0,
    }, cancellation);

    /// <summary>As QEMU lists it; null if the disk is not listed.</summary>
    public static async Task<int?> ReadAsync(QmpConnection qmp, CancellationToken cancellation)
    {
        var disks = await qmp.ExecuteAsync("query-block", null, cancellation) as JsonArray ?? [];
        return disks.FirstOrDefault(disk => $"{disk?["qdev"]}" == Backend)?["inserted"]?["bps"] is not { } bytes ? null
            : (long)bytes is var perSecond and > 0 ? (int)(perSecond >> 20) : StorageThroughput.Instance.Default;
    }
}
