using System.Globalization;

namespace Twofold.Device;

/// <summary>Instants as the phone's user reads them.</summary>
internal static class LocalTime
{
    /// <summary>In the phone's own time zone, to the minute; the exact instant stands in the markup.</summary>
    public static Html Of(DateTimeOffset instant, TimeProvider time) =>
        Html.Of($"<time datetime=\"{instant.ToString("O", CultureInfo.InvariantCulture)}\">{Words(TimeZoneInfo.ConvertTime(instant, time.LocalTimeZone))}</time>");

    private static string Words(DateTimeOffset local) => local.ToString("yyyy-MM-dd 'at' HH:mm '(UTC'zzz')'", CultureInfo.InvariantCulture);
}
