using System.Globalization;

namespace Twofold.Fleet.HoldPages;

/// <summary>Names the pages of holds.</summary>
public static class HoldPages
{
    /// <summary>The kind, for a registry.</summary>
    public static IGrainKind Kind { get; } = new GrainKind<HoldPageRules, HoldPageState, HoldPageCommand, HoldPageEvent, HoldPageView>(
        HoldPageJson.Default.HoldPageState, HoldPageCommandJson.Default.HoldPageCommand, HoldPageJson.Default.HoldPageEvent);

    /// <summary>The page at a place, as <see cref="Judgement.Held"/> names it.</summary>
    public static GrainRef<HoldPageCommand, HoldPageView> At(string place) => new(new GrainId(HoldPageRules.Kind, place));

    /// <summary>A page of a hold, from 0.</summary>
    public static GrainRef<HoldPageCommand, HoldPageView> Page(string holdId, int page) => At(PlaceOf(holdId, page));

    /// <summary>The place of a page.</summary>
    internal static string PlaceOf(string holdId, int page) => string.Create(CultureInfo.InvariantCulture, $"{holdId}.{page}");

    /// <summary>The hold and the page of a place.</summary>
    internal static (string HoldId, int Page) Read(string place)
    {
        var dot = place.LastIndexOf('.');
        return (place[..dot], int.Parse(place[(dot + 1)..], CultureInfo.InvariantCulture));
    }
}
