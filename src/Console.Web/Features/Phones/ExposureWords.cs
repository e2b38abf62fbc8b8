using System.Globalization;
using Twofold.Fleet.Leases;

namespace Twofold.Web.Features.Phones;

/// <summary>Says in plain words for how long the data of a work VM can be read if its phone never came back.</summary>
public static class ExposureWords
{
    /// <summary>One or two sentences; the instant itself is shown beside them.</summary>
    public static string Of(Exposure exposure) => exposure switch
    {
        { Readable: Readable.Never } => "There is nothing to read: the VM was never made, or its wipe is proved.",
        { Readable: Readable.InContact, After: { } after } =>
            $"The phone is in contact. If it were lost now and never came back, the work data could be read for at most {Span(after)}; then the phone destroys the key by itself.",
        { Readable: Readable.InContact } => "The phone is in contact. If it were lost now, no instant could be given: it may be opened out of contact.",
        { Readable: Readable.Until } =>
            "The phone is out of contact. However it is kept from us, it destroys the key of the work data by then. It may do so earlier: a wipe reaches it as soon as it is in contact.",
        { Readable: Readable.NoLonger } =>
            "The lease has ended: nobody can read the work data. Nothing proves that it is erased: a phone that is switched off erases only when it is switched on.",
        _ => "No instant can be given: the phone may be opened out of contact, or what it was given is not known.",
    };

    /// <summary>A span in its two largest units, rounded up.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalDays: >= 2 } => Two((int)span.TotalDays, "day", (int)Math.Ceiling(span.TotalHours - (Math.Floor(span.TotalDays) * 24)), "hour"),
        { TotalHours: >= 2 } => Two((int)span.TotalHours, "hour", (int)Math.Ceiling(span.TotalMinutes - (Math.Floor(span.TotalHours) * 60)), "minute"),
        _ => Count((int)Math.Ceiling(Math.Max(0, span.TotalMinutes)), "minute"),
    };

    private static string Two(int large, string unit, int small, string smaller) =>
        small == 0 ? Count(large, unit) : $"{Count(large, unit)} and {Count(small, smaller)}";

    private static string Count(int number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number} {unit}{(number == 1 ? "" : "s")}");
}
