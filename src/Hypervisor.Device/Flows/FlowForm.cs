using System.Text;
using Twofold.Device.Ports;

namespace Twofold.Device;

/// <summary>How one kind of thing is asked of a guest and told to another, and what it must look like to pass.</summary>
/// <param name="MaxBytes">The most that passes, in UTF-8 bytes.</param>
/// <param name="Ask">What is said to the guest that may speak.</param>
/// <param name="Tell">What is said to one that may hear.</param>
/// <param name="IsSound">Whether a text has the shape of its kind.</param>
internal sealed record FlowForm(FlowKind Kind, int MaxBytes, GuestRequest Ask, Func<string, GuestRequest> Tell, Predicate<string> IsSound)
{
    private const int MaxFileBytes = 32 * 1024;
    private const int MaxFileName = 100;
    private const int MaxNotificationBytes = 1024;
    private const int MaxContactBytes = 4 * 1024;

    /// <summary>Every kind.</summary>
    public static IReadOnlyList<FlowForm> All { get; } =
    [
        new(FlowKind.Clipboard, IGuestChannel.MaxClipboardBytes, new GuestRequest.GetClipboard(), text => new GuestRequest.SetClipboard(text), _ => true),
        Item(FlowKind.File, IGuestChannel.MaxItemBytes, IsFile),
        Item(FlowKind.Notification, MaxNotificationBytes, IsLine),
        Item(FlowKind.Contact, MaxContactBytes, IsCard),
    ];

    /// <summary>Whether what a guest said may be told to another.</summary>
    public bool Passes(string untrustedText) =>
        untrustedText.Length > 0 && Encoding.UTF8.GetByteCount(untrustedText) <= MaxBytes && IsSound(untrustedText);

    private static FlowForm Item(FlowKind kind, int maxBytes, Predicate<string> isSound) =>
        new(kind, maxBytes, new GuestRequest.GetOffer(kind), text => new GuestRequest.Deliver(kind, text), isSound);

    // A name that is only a name, and bytes that say their own end: the hearer's guest is spared both paths and half a file.
    private static bool IsFile(string text) =>
        text.Split('\n') is [var name, var content] && IsFileName(name)
        && Convert.TryFromBase64String(content, new byte[IGuestChannel.MaxItemBytes], out var length) && length <= MaxFileBytes;

    private static bool IsFileName(string name) =>
        name.Length is > 0 and <= MaxFileName && name[0] != '.' && name.All(letter => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_' or ' ');

    private static bool IsLine(string text) => !text.Any(char.IsControl);

    private static bool IsCard(string text) =>
        text.StartsWith("BEGIN:VCARD\n", StringComparison.Ordinal) && text.EndsWith("\nEND:VCARD", StringComparison.Ordinal)
        && text.IndexOf("BEGIN:VCARD", 1, StringComparison.Ordinal) < 0 && !text.Any(letter => char.IsControl(letter) && letter != '\n');
}
