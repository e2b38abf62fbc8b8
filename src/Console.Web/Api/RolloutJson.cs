using System.Collections.Immutable;
using Twofold.Fleet.Rollouts;

namespace Twofold.Web.Api;

/// <summary>A rollout.</summary>
sealed record RolloutJson(
    string Id, RolloutStatus Status, long Revision, string Author, string Note, DateTimeOffset? BeganAt, DateTimeOffset? EndedAt,
    ImmutableArray<WaveJson> Waves, HaltJson? Halt, string? TurnedBackBy, string? TurnedBackBecause, long? ReturnRevision)
{
    public static RolloutJson Of(RolloutView v) => new(
        v.Id, v.Status, v.Revision, v.Author, v.Note, v.BeganAt, v.EndedAt, [.. v.Plan!.Waves.Select((_, n) => WaveJson.Of(v, n))],
        v.Halt is { } h ? new(h.Reason, h.Wave + 1, h.Phones, h.Of, h.At) : null, v.Turned?.By, v.Turned?.Reason, v.ReturnRevision);
}

/// <summary>One wave; the counts are nought until it opens.</summary>
sealed record WaveJson(
    int Wave, string Asked, bool Open, DateTimeOffset? OpenedAt, int Phones, int Told, int Obeying, int Failing, int Silent, int Waiting)
{
    public static WaveJson Of(RolloutView v, int n)
    {
        var wave = n < v.Waves.Length ? v.Waves[n] : null;
        var c = wave?.Counts ?? WaveCounts.None;
        return new(n + 1, v.Plan!.Waves[n].Asked, wave is not null, wave?.OpenedAt, c.Members, c.Told, c.Obeying, c.Failing, c.Silent, c.Waiting);
    }
}

/// <summary>Why it stopped by itself.</summary>
sealed record HaltJson(HaltReason Reason, int Wave, int Phones, int Of, DateTimeOffset At);
