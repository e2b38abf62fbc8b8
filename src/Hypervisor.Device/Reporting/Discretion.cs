using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>The last look at what is reported: whatever a driver or a rule put into words, nothing leaves the phone about a personal VM.</summary>
internal static class Discretion
{
    private const string Withheld = "not said, because it names a personal VM";

    /// <summary>The finding, the fixed one when it is about a personal slot, or without its explanation when that names one.</summary>
    public static DeviceFinding Keep(DeviceFinding finding, SlotTable slots)
    {
        var personal = slots.Slots.Where(entry => entry.Owner == SlotOwner.Personal).Select(entry => entry.Slot).ToList();
        if (finding.Slot is { } slot && personal.Contains(slot)) return DeviceFinding.OfPersonal(slot);
        return personal.Any(name => Names(finding.Explanation, name)) ? finding with { Explanation = Withheld } : finding;
    }

    // A slot is written `home`, a VM `home-1`, a file …/home-1/disk; the plain word may stand in any sentence.
    private static bool Names(string explanation, string slot) =>
        explanation.Contains($"`{slot}", StringComparison.Ordinal) || explanation.Contains($"{slot}-", StringComparison.Ordinal)
        || explanation.Contains($"/{slot}", StringComparison.Ordinal);
}
