using System.Text;

namespace Twofold.Device;

/// <summary>One request to the phone's own page, as a strict reading of HTTP/1.1 leaves it (RFC 9112, without what a page never needs).</summary>
/// <param name="Method"><c>GET</c> or <c>POST</c>.</param>
/// <param name="Path">Without its query.</param>
/// <param name="Query">What stands behind <c>?</c>, by name.</param>
/// <param name="Headers">By name in lower case; none comes twice.</param>
/// <param name="Form">The fields of the form that was posted, by name.</param>
internal sealed record LocalRequest(
    string Method, string Path, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, IReadOnlyDictionary<string, string> Form)
{
    /// <summary>Bytes of the request line and the headers.</summary>
    public const int MaxHead = 8 * 1024;

    /// <summary>Bytes of a form.</summary>
    public const int MaxBody = 4 * 1024;

    private const int MaxFields = 16;
    private static readonly Dictionary<string, string> None = [];

    /// <summary>A header, or null.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>Reads the head; null when it is not one that is answered here.</summary>
    public static LocalRequest? ReadHead(ReadOnlySpan<byte> untrusted)
    {
        if (untrusted.ContainsAnyExceptInRange((byte)' ', (byte)'~') && !OnlyLineEnds(untrusted)) return null;
        var lines = Encoding.ASCII.GetString(untrusted).Split("\r\n");
        if (lines[0].Split(' ') is not [var method and ("GET" or "POST"), ['/', ..] target, "HTTP/1.1"]) return null;
        if (ReadHeaders(lines.AsSpan(1)) is not { } headers || headers.ContainsKey("transfer-encoding")) return null;
        var cut = target.IndexOf('?', StringComparison.Ordinal);
        var query = cut < 0 ? None : ReadFields(target[(cut + 1)..]);
        return query is null ? null : new LocalRequest(method, cut < 0 ? target : target[..cut], query, headers, None);
    }

    /// <summary>How long its body is; null when that is no number, or too many.</summary>
    public int? BodyLength() => Header("content-length") is not { } text ? 0
        : int.TryParse(text, System.Globalization.NumberStyles.None, null, out var length) && length <= MaxBody ? length : null;

    /// <summary>The request with its form; null when the body is none.</summary>
    public LocalRequest? WithForm(ReadOnlySpan<byte> untrusted)
    {
        if (untrusted.IsEmpty) return this;
        if (Header("content-type") is not "application/x-www-form-urlencoded" || untrusted.ContainsAnyExceptInRange((byte)'!', (byte)'~')) return null;
        return ReadFields(Encoding.ASCII.GetString(untrusted)) is { } form ? this with { Form = form } : null;
    }

    private static bool OnlyLineEnds(ReadOnlySpan<byte> untrusted)
    {
        foreach (var each in untrusted)
            if (each is (< (byte)' ' or > (byte)'~') and not ((byte)'\r' or (byte)'\n')) return false;
        return true;
    }

    // A name that comes twice could be read in two ways: such a request is none.
    private static Dictionary<string, string>? ReadHeaders(ReadOnlySpan<string> lines)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || line.AsSpan(0, colon).Contains(' ') || !headers.TryAdd(line[..colon].ToLowerInvariant(), line[(colon + 1)..].Trim(' '))) return null;
        }

        return headers;
    }

    private static Dictionary<string, string>? ReadFields(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in text.Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || fields.Count == MaxFields || !fields.TryAdd(Decoded(pair[..equals]), Decoded(pair[(equals + 1)..]))) return null;
        }

        return fields;
    }

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
