using System.Globalization;
using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>
/// A VM's share of the processors: a control group of the kernel with a quota over all processors, version 1 or 2, whichever the phone
/// mounts. Where the agent may not make one, nothing is enforced and the share is unknown.
/// </summary>
/// <param name="name">Of the group, different for every VM of every phone of a host.</param>
internal sealed class CpuGroup(string name)
{
    private const int PeriodMicroseconds = 100_000;
    private const int MostAttempts = 20;
    private const string Unified = "/sys/fs/cgroup";
    private const string First = "/sys/fs/cgroup/cpu";
    private static readonly int QuotaOfOnePercent = PeriodMicroseconds * Environment.ProcessorCount / 100;

    private static bool IsUnified => File.Exists($"{Unified}/cgroup.controllers") && File.ReadAllText($"{Unified}/cgroup.controllers").Split(' ', '\n').Contains("cpu");

    private static string Parent => $"{(IsUnified ? Unified : First)}/twofold";

    private string Location => $"{Parent}/{name}";

    /// <summary>Gives the process and all its threads a share; nothing where the kernel does not let the agent.</summary>
    public void Set(int pid, int percent)
    {
        if (percent == 100 && !Directory.Exists(Location)) return;
        try
        {
            Make();
            var quota = percent == 100 ? -1 : percent * QuotaOfOnePercent;
            if (IsUnified) File.WriteAllText($"{Location}/cpu.max", $"{(quota < 0 ? "max" : $"{quota}")} {PeriodMicroseconds}");
            else File.WriteAllText($"{Location}/cpu.cfs_quota_us", $"{quota}");
            File.WriteAllText($"{Location}/cgroup.procs", $"{pid}");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // INVARIANT: what is not enforced is read back as unknown, or as no limit; never as what was asked.
        }
    }

    /// <summary>The share of the process as the kernel has it; 100 without a group, null where the agent can make none.</summary>
    public int? Read(int pid)
    {
        try
        {
            if (!Directory.Exists(Location)) return CanMake() ? 100 : null;
            if (!File.ReadLines($"{Location}/cgroup.procs").Contains($"{pid}")) return 100;
            return Quota() is not { } quota ? null : quota < 0 ? 100 : quota / QuotaOfOnePercent;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Removes the group of a process that ended. The kernel holds it until the last thread is gone; what then remains is used again.</summary>
    public async Task RemoveAsync(CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < MostAttempts && !IsRemoved(); attempt++) await Task.Delay(5, cancellation);
    }

    private bool IsRemoved()
    {
        try
        {
            if (Directory.Exists(Location)) Directory.Delete(Location);
            return true;
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Make()
    {
        Directory.CreateDirectory(Parent);
        if (IsUnified)
            foreach (var above in new[] { Unified, Parent }) File.WriteAllText($"{above}/cgroup.subtree_control", "+cpu");
        Directory.CreateDirectory(Location);
    }

    private static bool CanMake()
    {
        if (!Directory.Exists(First) && !IsUnified) return false;
        Directory.CreateDirectory(Parent);
        return true;
    }

    // Version 1 says "-1" for no quota, version 2 "max".
    private int? Quota()
    {
        var text = File.ReadAllText(IsUnified ? $"{Location}/cpu.max" : $"{Location}/cpu.cfs_quota_us").Split(' ')[0].Trim();
        return text == "max" ? -1 : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var quota) ? quota : null;
    }
}
