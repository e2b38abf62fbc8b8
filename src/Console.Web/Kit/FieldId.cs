namespace Twofold.Web.Kit;

/// <summary>Ids that tie a label, a help text or a heading to its control.</summary>
static class FieldId
{
    static long last;

    /// <summary>An id that no other element of this process has.</summary>
    public static string Next() => $"tw{Interlocked.Increment(ref last):x}";
}

/// <summary>What a control inside a <see cref="TwField"/> carries so that its label and texts are found.</summary>
/// <param name="Id">The control's id.</param>
/// <param name="DescribedBy">The ids of help and error text; null when there are none.</param>
/// <param name="Invalid"><c>"true"</c> when there is an error, else null.</param>
public sealed record FieldTies(string Id, string? DescribedBy, string? Invalid);
