namespace Twofold.Web.Kit;

/// <summary>One part of a whole, in <see cref="TwDonut"/> and <see cref="TwMeter"/>.</summary>
/// <param name="Label">What the part is.</param>
/// <param name="Count">How many belong to it; not negative.</param>
/// <param name="Tone">What it means, which gives its colour.</param>
/// <param name="Href">Where the reader finds them listed.</param>
public sealed record Slice(string Label, long Count, Tone Tone, string? Href = null);
