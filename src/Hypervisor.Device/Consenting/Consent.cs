namespace Twofold.Device;

/// <summary>Something that policy lets happen only while the phone's user agrees, and to which the user agreed.</summary>
/// <param name="Setting">The key of the setting that asks for it.</param>
/// <param name="Slot">For which work VM.</param>
/// <param name="Epoch">Which VM of that slot; the next one is asked for anew.</param>
/// <param name="Since">When it was given, by the phone's trusted clock.</param>
/// <param name="Until">When it ends by itself.</param>
public sealed record Consent(string Setting, string Slot, long Epoch, DateTimeOffset Since, DateTimeOffset Until)
{
    /// <summary>How long a consent stands that is not taken back.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(1);

    /// <summary>Whether it is of the same thing.</summary>
    public bool IsOf(AskedConsent asked) => Setting == asked.Setting.Key && Slot == asked.Vm.Slot && Epoch == asked.Vm.Epoch;
}
