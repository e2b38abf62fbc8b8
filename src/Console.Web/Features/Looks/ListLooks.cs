using Twofold.Web.Kit;

namespace Twofold.Web.Features.Looks;

/// <summary>Words of lists that belong to no single phone or VM.</summary>
public static class ListLooks
{
    /// <summary>Who says what was found.</summary>
    public static IReadOnlyList<Look> Sources { get; } =
        [new("seen", "seen by the hypervisor", Tone.Neutral, Glyph.Cpu), new("claimed", "claimed by the guest", Tone.Warn, Glyph.Info)];

    /// <summary>What an order does.</summary>
    public static IReadOnlyList<Look> Kinds { get; } = [new("wipe", "wipe", Tone.Neutral, Glyph.Wipe), new("lock", "lock", Tone.Neutral, Glyph.Lock)];

    /// <summary>Whether a persona lives where it is listed.</summary>
    public static IReadOnlyList<Look> Stays { get; } = [new("lives", "lives there", Tone.Good, Glyph.Check), new("ended", "ended", Tone.Neutral, Glyph.Close)];

    /// <summary>Whose a VM is.</summary>
    public static IReadOnlyList<Look> Owners { get; } =
        [new("organisation", "organisation", Tone.Neutral, Glyph.Briefcase), new("personal", "personal", Tone.Neutral, Glyph.Person)];

    /// <summary>How a group says who is in it.</summary>
    public static IReadOnlyList<Look> Scopes { get; } =
        [new("labels", "by labels", Tone.Neutral, Glyph.Policy), new("members", "by name", Tone.Neutral, Glyph.Phones)];

    /// <summary>How far orders come.</summary>
    public static IReadOnlyList<Look> Steps { get; } =
    [
        new("requested", "requested", Tone.Progress, Glyph.Progress),
        new("held", "held", Tone.Warn, Glyph.Clock),
        new("released", "released", Tone.Progress, Glyph.Send),
        new("delivered", "delivered", Tone.Progress, Glyph.Phone),
        new("acknowledged", "begun", Tone.Progress, Glyph.Progress),
        new("proved", "proved", Tone.Good, Glyph.Shield),
        new("locked", "locked", Tone.Good, Glyph.Lock),
        new("lifting", "lifting", Tone.Progress, Glyph.Unlock),
        new("lifted", "lifted", Tone.Neutral, Glyph.Unlock),
        new("refused", "refused by the phone", Tone.Bad, Glyph.Cross),
        new("cancelled", "cancelled", Tone.Neutral, Glyph.Close),
        new("rejected", "rejected", Tone.Bad, Glyph.Cross),
        new("moot", "moot", Tone.Neutral, Glyph.Wipe),
    ];
}
