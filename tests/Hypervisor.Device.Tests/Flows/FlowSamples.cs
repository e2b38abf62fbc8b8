using Twofold.Device.Ports;

namespace Twofold.Device.Tests.Flows;

/// <summary>Things that a guest may offer, and things that a hostile one would.</summary>
internal static class FlowSamples
{
    private const int LargestFile = 32 * 1024;

    /// <summary>Something of the kind that may pass.</summary>
    public static string Sound(FlowKind kind, string word = "ä") => kind switch
    {
        FlowKind.File => $"report {word}.pdf\n{Convert.ToBase64String([0, 255, 10, 13, 0])}",
        FlowKind.Notification => $"meeting {word} at 9",
        _ => $"BEGIN:VCARD\nFN:{word}\nTEL:+1555\nEND:VCARD",
    };

    /// <summary>The largest that may pass.</summary>
    public static string Largest(FlowKind kind) => kind switch
    {
        FlowKind.File => $"{new string('n', 100)}\n{Convert.ToBase64String(new byte[LargestFile])}",
        FlowKind.Notification => new string('x', 1024),
        _ => $"BEGIN:VCARD\n{new string('x', 4096 - 22)}\nEND:VCARD",
    };

    /// <summary>Over-long and malformed.</summary>
    public static IEnumerable<string> Hostile(FlowKind kind) => kind switch
    {
        FlowKind.File =>
        [
            $"big\n{Convert.ToBase64String(new byte[LargestFile + 1])}", "no content", "../../etc/shadow\nAAAA", ".profile\nAAAA", "\nAAAA", "two\nAAAA\nAAAA",
            "bad\nnot base64", $"{new string('n', 101)}\nAAAA", "bell\a\nAAAA",
        ],
        FlowKind.Notification => [new string('x', 1025), "two\nlines", "escape \u001b[2J", new string('ä', 513)],
        _ =>
        [
            "FN:nobody", "BEGIN:VCARD\nFN:open", "BEGIN:VCARD\nBEGIN:VCARD\nEND:VCARD", "BEGIN:VCARD\nFN:\u0007\nEND:VCARD",
            $"BEGIN:VCARD\n{new string('x', 4096 - 21)}\nEND:VCARD",
        ],
    };
}
