namespace Twofold.Web.Kit;

/// <summary>One event of a <see cref="TwTimeline"/>.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Title">What happened.</param>
/// <param name="Actor">Who did it: a person, a token, a phone.</param>
/// <param name="Detail">One line more.</param>
/// <param name="Tone">What it means to the reader.</param>
/// <param name="Href">Where there is more.</param>
public sealed record TimelineEntry(
    DateTimeOffset At, string Title, string? Actor = null, string? Detail = null, Tone Tone = Tone.Neutral, string? Href = null);
