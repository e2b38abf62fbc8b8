using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Twofold.Policies;

/// <summary>
/// Where a VM may connect to: a host or a network, each perhaps with one port, as in <c>mail.example.org:993</c>, <c>*.example.org</c>,
/// <c>10.0.0.0/8</c> and <c>[2001:db8::/32]:443</c>.
/// </summary>
internal static partial class Destination
{
    public const string Pattern = @"[A-Za-z0-9.:*/\[\]-]+";

    /// <summary>The one spelling, or null where the text is none; a network with bits beyond its mask gives its base as what was meant.</summary>
    public static string? Canonical(string text, out string? meant)
    {
        meant = null;
        if (text.Length > 300 || Parts().Match(text) is not { Success: true } parts) return null;
        var place = parts.Groups["inner"] is { Success: true } inner ? inner.Value : parts.Groups["place"].Value;
        var network = place.Contains(':', StringComparison.Ordinal) || Numbers().IsMatch(place);
        var spelt = network ? Network(place, out meant) : Host(place);
        if (Port(parts.Groups["port"]) is not { } port) return null;
        if (meant is not null) meant = WithPort(meant, port);
        return spelt is null ? null : WithPort(spelt, port);
    }

    private static string WithPort(string place, string port) =>
        port.Length > 0 && place.Contains(':', StringComparison.Ordinal) ? $"[{place}]{port}" : place + port;

    // No port is an empty text, and one that cannot be is null.
    private static string? Port(Group group) => !group.Success ? string.Empty
        : int.TryParse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535 ? $":{port}"
        : null;

    private static string? Host(string place) => place.Length <= 253 && HostName().IsMatch(place) ? place.ToLowerInvariant() : null;

    private static string? Network(string place, out string? meant)
    {
        meant = null;
        var (address, bits) = place.Split('/') is [var a, var b] ? (a, b) : (place, null);
        if (!IPAddress.TryParse(address, out var ip) || ip.ScopeIdOrZero() != 0) return null;
        var all = ip.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (!int.TryParse(bits ?? $"{all}", NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > all) return null;
        var network = $"{Base(ip, length)}{(length == all ? string.Empty : $"/{length}")}";
        if (Base(ip, length).Equals(ip)) return network;
        meant = network;
        return null;
    }

    private static long ScopeIdOrZero(this IPAddress ip) => ip.AddressFamily == AddressFamily.InterNetworkV6 ? ip.ScopeId : 0;

    private static IPAddress Base(IPAddress ip, int length)
    {
        var bytes = ip.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++) bytes[i] &= (byte)(0xFF00 >> Math.Clamp(length - (i * 8), 0, 8));
        return new(bytes);
    }

    // A bare IPv6 network has no port; one with a port stands in brackets.
    [GeneratedRegex(@"\A(\[(?<inner>[0-9A-Fa-f:.]+(/[0-9]{1,3})?)\](:(?<port>[1-9][0-9]{0,4}))?|(?<place>[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(/[0-9]{1,3})?)|(?<place>[^:\[\]]+)(:(?<port>[1-9][0-9]{0,4}))?)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Parts();

    [GeneratedRegex(@"\A[0-9]{1,3}(\.[0-9]{1,3}){3}(/[0-9]{1,2})?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Numbers();

    // The last label is not all digits, so that no mistyped address passes as a name.
    [GeneratedRegex(@"\A(\*\.)?([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*([A-Za-z]|[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9])\z", RegexOptions.ExplicitCapture)]
    private static partial Regex HostName();
}
