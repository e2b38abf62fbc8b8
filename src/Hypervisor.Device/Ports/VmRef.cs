using System.Text.RegularExpressions;

namespace Twofold.Device.Ports;

/// <summary>One VM on this phone: its slot and the epoch of the VM in that slot.</summary>
/// <remarks>A VM made anew in a slot gets a higher epoch, so an order that names the old one cannot touch it.</remarks>
public sealed partial record VmRef
{
    /// <param name="slot">Lower case, <c>[a-z][a-z0-9-]{0,30}</c>: it becomes part of a path.</param>
    /// <param name="epoch">Not negative.</param>
    /// <exception cref="DeviceException"><c>vm/bad-name</c></exception>
    public VmRef(string slot, long epoch)
    {
        if (!SlotShape().IsMatch(slot)) throw new DeviceException(DeviceCodes.VmBadName, $"`{slot}` is not the name of a slot");
        if (epoch < 0) throw new DeviceException(DeviceCodes.VmBadName, $"`{epoch}` is not an epoch");
        (Slot, Epoch) = (slot, epoch);
    }

    /// <summary>"work", "personal", or any other: nothing may assume that there are only two.</summary>
    public string Slot { get; }

    /// <summary>Which VM of this slot, counted upwards over the life of the phone.</summary>
    public long Epoch { get; }

    /// <summary>"work-3": the name of its folder, and how it is shown in logs.</summary>
    public override string ToString() => $"{Slot}-{Epoch}";

    /// <summary>Reads what <see cref="ToString"/> writes; null if it is anything else.</summary>
    public static VmRef? TryParse(string text) =>
        TextShape().Match(text) is { Success: true } match && long.TryParse(match.Groups["epoch"].ValueSpan, out var epoch)
            ? new VmRef(match.Groups["slot"].Value, epoch) : null;

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,30}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SlotShape();

    [GeneratedRegex(@"\A(?<slot>[a-z][a-z0-9-]{0,30})-(?<epoch>0|[1-9][0-9]{0,18})\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TextShape();
}
