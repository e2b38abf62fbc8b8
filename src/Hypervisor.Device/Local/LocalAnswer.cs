using System.Text;

namespace Twofold.Device;

/// <summary>What the phone's own page answers.</summary>
/// <param name="Status">Code and reason: <c>200 OK</c>.</param>
/// <param name="Body">The page.</param>
/// <param name="Location">Where to go on, or null.</param>
internal sealed record LocalAnswer(string Status, Html Body, string? Location = null)
{
    /// <summary>A page.</summary>
    public static LocalAnswer Page(Html body) => new("200 OK", body);

    /// <summary>Goes on elsewhere, by GET.</summary>
    public static LocalAnswer GoTo(string location) => new("303 See Other", Html.None, location);

    /// <summary>A refusal with words for whoever sits before it.</summary>
    public static LocalAnswer Refusal(string status, string heading, string explanation) =>
        new(status, LocalFrame.Bare(heading, Html.Of($"<p>{explanation}</p>")));

    /// <summary>The bytes to send. The connection ends with them.</summary>
    public byte[] ToBytes()
    {
        var body = Encoding.UTF8.GetBytes(Body.Text);
        var location = Location is null ? string.Empty : $"Location: {Location}\r\n";
        return
        [
            .. Encoding.ASCII.GetBytes($"HTTP/1.1 {Status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {body.Length}\r\n{location}{Guards}\r\n"),
            .. body,
        ];
    }

    // No script runs, nothing is loaded, nobody frames it, nothing of it is kept, and no other site learns its address. A policy of
    // `no-referrer` would make browsers hide the origin of the page's own forms, which is checked.
    private static string Guards { get; } = string.Join(string.Empty,
    [
        $"Content-Security-Policy: default-src 'none'; style-src '{LocalFrame.StyleDigest}'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'\r\n",
        "X-Content-Type-Options: nosniff\r\n",
        "X-Frame-Options: DENY\r\n",
        "Referrer-Policy: same-origin\r\n",
        "Cross-Origin-Opener-Policy: same-origin\r\n",
        "Cross-Origin-Resource-Policy: same-origin\r\n",
        "Cache-Control: no-store\r\n",
        "Connection: close\r\n",
    ]);
}
