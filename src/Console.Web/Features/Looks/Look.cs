using Twofold.Web.Kit;

namespace Twofold.Web.Features.Looks;

/// <summary>How a state is shown, everywhere.</summary>
/// <param name="Word">The state as the index and addresses name it.</param>
/// <param name="Text">In words for people.</param>
/// <param name="Tone">What it means to the reader.</param>
/// <param name="Icon">Its picture.</param>
public sealed record Look(string Word, string Text, Tone Tone, Glyph Icon)
{
    /// <summary>The look of a word among its kind; what nobody foresaw is shown as it is.</summary>
    public static Look Find(IReadOnlyList<Look> kind, string? word) =>
        kind.FirstOrDefault(l => l.Word == word) ?? new(word ?? "unknown", word ?? "unknown", Tone.Neutral, Glyph.Info);
}
