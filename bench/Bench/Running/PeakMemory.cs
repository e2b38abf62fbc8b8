using System.Globalization;

namespace Twofold.Bench.Running;

/// <summary>The most memory of this process that was resident at once, as Linux counts it.</summary>
internal static class PeakMemory
{
    private const string Line = "VmHWM:";

    /// <summary>MiB since the last <see cref="Reset"/>.</summary>
    public static double MiB => long.Parse(
        File.ReadLines("/proc/self/status").First(l => l.StartsWith(Line, StringComparison.Ordinal))[Line.Length..].Replace("kB", "", StringComparison.Ordinal),
        NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) / 1024.0;

    /// <summary>Begins to count again from what is resident now.</summary>
    public static void Reset() => File.WriteAllText("/proc/self/clear_refs", "5");
}
