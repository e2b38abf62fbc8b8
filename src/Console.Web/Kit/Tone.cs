namespace Twofold.Web.Kit;

/// <summary>What a thing means to the reader; each tone has one colour and one default glyph in the whole console.</summary>
public enum Tone
{
    /// <summary>Nothing to judge.</summary>
    Neutral,
    /// <summary>On its way; nobody needs to act.</summary>
    Progress,
    /// <summary>As it should be.</summary>
    Good,
    /// <summary>Someone should look.</summary>
    Warn,
    /// <summary>Someone must act.</summary>
    Bad,
}

/// <summary>The one mapping from a tone to its looks.</summary>
public static class Tones
{
    /// <summary>The class that sets the tone's colours.</summary>
    public static string CssClass(this Tone tone) => tone switch
    {
        Tone.Progress => "tone-progress",
        Tone.Good => "tone-good",
        Tone.Warn => "tone-warn",
        Tone.Bad => "tone-bad",
        _ => "tone-neutral",
    };

    /// <summary>The glyph that stands for the tone where the caller names none.</summary>
    public static Glyph DefaultGlyph(this Tone tone) => tone switch
    {
        Tone.Progress => Glyph.Progress,
        Tone.Good => Glyph.Check,
        Tone.Warn => Glyph.Warning,
        Tone.Bad => Glyph.Cross,
        _ => Glyph.Dot,
    };
}
