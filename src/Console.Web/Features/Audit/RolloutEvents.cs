using System.Text.Json.Nodes;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Audit;

/// <summary>What happened to rollouts, groups and personas, in words.</summary>
static class RolloutEvents
{
    /// <summary>The words of an event of a rollout, or null when nobody foresaw it.</summary>
    public static AuditWords? Of(string type, JsonObject facts) => type switch
    {
        "began" => new($"takes revision {Say(facts, "revision")} to the phones by waves", Tone.Neutral, Glyph.Send),
        "wave-opened" => new($"opened wave {1 + Number(facts, "wave")}", Tone.Progress, Glyph.Play),
        "counted" => new("counted its phones anew", Tone.Neutral, Glyph.Pulse),
        "released" => new($"told {(facts["phones"] as JsonArray)?.Count ?? 0} phones next", Tone.Progress, Glyph.Send),
        "stood" => new("has a wave that stands", Tone.Good, Glyph.Clock),
        "wavered" => new("has a wave that no longer stands", Tone.Warn, Glyph.Clock),
        "paused" => new("was paused", Tone.Warn, Glyph.Pause),
        "resumed" => new("was resumed", Tone.Neutral, Glyph.Play),
        "halted" => new($"halted by itself: {Say(facts["halt"], "reason").ToLowerInvariant()}, {Say(facts["halt"], "phones")} of {Say(facts["halt"], "of")} phones", Tone.Bad, Glyph.Warning),
        "turned-back" => new($"rolls back: {Say(facts, "reason")}", Tone.Warn, Glyph.Restart),
        "taken-back" => new($"made room for revision {Say(facts, "revision")}", Tone.Neutral, Glyph.Policy),
        "rolled-back" => new("is rolled back: no phone has its revision any more", Tone.Neutral, Glyph.Check),
        "cancelled" => new("was cancelled before it began", Tone.Neutral, Glyph.Close),
        "completed" => new("is complete: its revision is everyone's", Tone.Good, Glyph.Check),
        _ => null,
    };

    private static int Number(JsonObject facts, string name) => facts[name]?.GetValue<int>() ?? 0;

    private static string Say(JsonNode? facts, string name) => facts?[name]?.ToString() is { Length: > 0 } text ? text : "—";
}
