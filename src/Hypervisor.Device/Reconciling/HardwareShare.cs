using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>What a work VM gets of the phone: what policy allows, but never what is kept for the personal VM.</summary>
/// <param name="Given">What it starts with.</param>
/// <param name="Capped">Whether policy allows more than the phone can give.</param>
internal sealed record HardwareShare(VmHardware Given, bool Capped)
{
    public static HardwareShare Of(WorkSettings settings, SlotEntry entry, SlotTable slots)
    {
        var allowed = settings.Hardware ?? new VmHardware(entry.MemoryMiB, entry.VCpus);
        var kept = slots.Slots.Where(other => other.Owner == SlotOwner.Personal).Sum(other => (long)other.MemoryMiB);
        var free = (int)Math.Max(1, Math.Min(int.MaxValue, slots.PhoneMemoryMiB - kept));
        return new HardwareShare(allowed with { MemoryMiB = Math.Min(allowed.MemoryMiB, free) }, allowed.MemoryMiB > free);
    }

    public static IEnumerable<DeviceFinding> Findings(VmRef vm, HardwareShare share, VmObservation? seen)
    {
        if (share.Capped)
            yield return new(PlanCodes.MemoryCapped, $"the phone can give at most {share.Given.MemoryMiB} MiB: the rest is kept for the personal VM", vm.Slot);
        if (seen is not { State: VmState.Running or VmState.Paused or VmState.Suspended }) yield break;
        if (Differs(seen.MemoryMiB, share.Given.MemoryMiB) || Differs(seen.VCpus, share.Given.VCpus))
            yield return new(PlanCodes.PendingStart, $"{share.Given.MemoryMiB} MiB and {share.Given.VCpus} vCPUs count from its next start", vm.Slot);
    }

    private static bool Differs(int? seen, int given) => seen is { } value && value != given;
}
