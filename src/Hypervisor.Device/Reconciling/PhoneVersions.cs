using System.Globalization;
using System.Text.RegularExpressions;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>What runs beneath the VMs, as it names itself; null where it names no version.</summary>
public sealed partial record PhoneVersions(Version? Hypervisor, Version? ControlPartition)
{
    /// <summary>Nothing is known.</summary>
    public static PhoneVersions Unknown { get; } = new(null, null);

    /// <summary>Reads the first version in each name: "qemu 7.2.22 tcg" is 7.2.22, and two numbers are followed by a zero.</summary>
    public static PhoneVersions Of(string hypervisor, string agent) => new(Read(hypervisor), Read(agent));

    /// <summary>What is too old for a VM to open. What names no version is older than any.</summary>
    internal IEnumerable<DeviceFinding> TooOldFor(WantedVm wanted)
    {
        if (IsTooOld(Hypervisor, wanted.Settings.LeastHypervisor))
            yield return Finding(PlanCodes.HypervisorTooOld, "hypervisor", Hypervisor, wanted.Settings.LeastHypervisor, wanted.Slot);
        if (IsTooOld(ControlPartition, wanted.Settings.LeastControlPartition))
            yield return Finding(PlanCodes.ControlPartitionTooOld, "control partition", ControlPartition, wanted.Settings.LeastControlPartition, wanted.Slot);
    }

    private static bool IsTooOld(Version? version, Version least) => least > WorkSettings.AnyVersion && (version is null || version < least);

    private static DeviceFinding Finding(string code, string what, Version? version, Version least, string slot) =>
        new(code, $"the {what} is {version?.ToString(3) ?? "of unknown version"}, and policy opens the VM from {least.ToString(3)} on", slot);

    private static Version? Read(string name) => Shape().Match(name) is { Success: true } match
        ? new Version(Number(match, "major"), Number(match, "minor"), match.Groups["patch"].Success ? Number(match, "patch") : 0) : null;

    private static int Number(Match match, string part) => int.Parse(match.Groups[part].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<![0-9.])(?<major>[0-9]{1,4})\.(?<minor>[0-9]{1,4})(\.(?<patch>[0-9]{1,4}))?(?![0-9])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();
}
