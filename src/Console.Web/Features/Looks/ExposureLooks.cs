using Twofold.Fleet.Leases;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Looks;

/// <summary>How exposed the data of a work VM is.</summary>
public static class ExposureLooks
{
    /// <summary>Of phones out of contact, as the index has it.</summary>
    public static IReadOnlyList<Look> Kinds { get; } =
    [
        new("until", "readable until", Tone.Warn, Glyph.Clock),
        new("unbounded", "readable, no end known", Tone.Bad, Glyph.Warning),
        new("no-longer", "unreadable, unproved", Tone.Neutral, Glyph.Lock),
    ];

    /// <summary>Whether the fleet still has a record of the phone.</summary>
    public static IReadOnlyList<Look> Standings { get; } =
    [
        new("enrolled", "enrolled", Tone.Neutral, Glyph.Phone),
        new("conflict", "conflict", Tone.Bad, Glyph.Warning),
        new("revoked", "certificate revoked", Tone.Warn, Glyph.Key),
        new("removed", "removed", Tone.Warn, Glyph.Close),
    ];

    /// <summary>The look of an exposure.</summary>
    public static Look Of(Exposure exposure) => exposure.Readable switch
    {
        Readable.InContact => new("in-contact", "in contact", Tone.Good, Glyph.Check),
        Readable.Never => new("never", "nothing to read", Tone.Good, Glyph.Shield),
        Readable.Until => Kinds[0],
        Readable.Unbounded => Kinds[1],
        _ => Kinds[2],
    };
}
