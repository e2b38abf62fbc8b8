using System.Globalization;
using Twofold.Fleet;

namespace Twofold.Web.Desk;

/// <summary>A moment of the past as an address names it.</summary>
public static class PastMoment
{
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private static readonly string[] Shapes =
    [
        "yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF",
        "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
    ];

    /// <summary>An instant of ISO 8601, UTC where it names no zone, or a position of the log in decimal; null for anything else.</summary>
    public static Moment? Read(string untrusted)
    {
        if (untrusted.Length > 40) return null;
        if (long.TryParse(untrusted, NumberStyles.None, CultureInfo.InvariantCulture, out var position)) return Moment.After(position);
        return DateTimeOffset.TryParseExact(untrusted, Shapes, CultureInfo.InvariantCulture, Utc, out var at) ? Moment.Of(at) : null;
    }

    /// <summary>An instant as a date-time field of a page holds it.</summary>
    public static string Field(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
}
