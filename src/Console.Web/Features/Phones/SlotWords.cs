using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Web.Features.Phones;

/// <summary>Words around a slot.</summary>
public static class SlotWords
{
    /// <summary>The slot as a heading: <c>Work</c>, <c>Work-2</c>.</summary>
    public static string Title(string slot) => string.Concat(slot[..1].ToUpperInvariant(), slot[1..]);

    /// <summary>The VM of a slot in a sentence: <c>work VM</c>, <c>VM work-2</c>.</summary>
    public static string Vm(string slot) => slot == SlotName.Work ? "work VM" : $"VM {slot}";

    /// <summary>What the phone's user agreed to and lets happen now, as the phone reads it back; null for nothing.</summary>
    public static string? Consent(WorkVmReport seen) =>
        seen.Settings.GetValueOrDefault(ScreenRemoteView.Instance.Key)?.Text == ScreenRemoteView.Instance.Format(RemoteView.WithConsent)
            ? "the phone's user lets support see its screen now" : null;

    /// <summary>A size for people, for example <c>6.0 GiB</c>.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1L << 20 => $"{bytes / 1024.0:0} KiB",
        < 1L << 30 => $"{bytes / (double)(1L << 20):0.0} MiB",
        _ => $"{bytes / (double)(1L << 30):0.0} GiB",
    };
}
