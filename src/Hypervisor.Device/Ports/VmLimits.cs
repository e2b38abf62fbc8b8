using Twofold.Policies;

namespace Twofold.Device.Ports;

/// <summary>What a running VM may take of the phone and where it may connect to; all of it can change while it runs.</summary>
/// <param name="ThroughputMiB">What it may read and write, in MiB per second; the setting's largest value is no limit.</param>
/// <param name="CpuPercent">Its share of the phone's processors; 100 is no limit.</param>
/// <param name="BandwidthMbit">What it may send, and what it may receive, in Mbit per second; the setting's largest value is no limit.</param>
/// <param name="Egress">Where it may connect to, as <c>network.egress</c> spells it.</param>
public sealed record VmLimits(int ThroughputMiB, int CpuPercent, int BandwidthMbit, ItemSet Egress)
{
    /// <summary>How a VM starts: no limit, and no network either.</summary>
    public static VmLimits Open { get; } = new(
        StorageThroughput.Instance.Default, VmCpuShare.Instance.Default, NetworkBandwidth.Instance.Default, ItemSet.Everything);
}

/// <summary>The limits as read back, from whoever enforces each; null is "cannot be enforced here" or "could not be read".</summary>
public sealed record SeenLimits(int? ThroughputMiB, int? CpuPercent, int? BandwidthMbit, ItemSet? Egress)
{
    /// <summary>Nothing could be read.</summary>
    public static SeenLimits Unknown { get; } = new(null, null, null, null);

    /// <summary>What is read where everything can be enforced.</summary>
    public static SeenLimits Of(VmLimits limits) => new(limits.ThroughputMiB, limits.CpuPercent, limits.BandwidthMbit, limits.Egress);

    /// <summary>Whether anything that was read differs from what it shall be. What cannot be read is not tried again and again.</summary>
    public bool DiffersFrom(VmLimits wanted) =>
        ThroughputMiB is { } throughput && throughput != wanted.ThroughputMiB
        || CpuPercent is { } share && share != wanted.CpuPercent
        || BandwidthMbit is { } bandwidth && bandwidth != wanted.BandwidthMbit
        || Egress is { } egress && !egress.Equals(wanted.Egress);
}
