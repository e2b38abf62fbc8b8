using System.Collections.Immutable;

namespace Twofold.Fleet.Rollouts;

/// <summary>A rollout as readers see it.</summary>
/// <param name="Id">The grain's key; empty when there is none.</param>
/// <param name="Plan">How it goes out, or null when there is none.</param>
/// <param name="Revision">The revision of the policy set that goes out.</param>
/// <param name="Waves">The open waves, the first one first.</param>
/// <param name="Step">The phones that are told now.</param>
/// <param name="Room">How many phones may be told next.</param>
/// <param name="StandsSince">Since when the newest wave stands, or null.</param>
/// <param name="StallsAt">When it halts unless something comes forward; null while it does not run.</param>
/// <param name="Halt">Why it halted last, or null.</param>
/// <param name="Turned">Who turned it back and why, or null.</param>
/// <param name="ReturnRevision">The revision that took the place of this one, or null.</param>
/// <param name="Serial">Grows with every event; a measurement names it.</param>
public sealed record RolloutView(
    string Id, RolloutStatus Status, RolloutPlan? Plan, long Revision, string Author, string Note, DateTimeOffset? BeganAt,
    ImmutableArray<WaveProgress> Waves, ImmutableArray<string> Step, int Room, DateTimeOffset? StandsSince, DateTimeOffset? StallsAt,
    Halt? Halt, RolloutEvent.TurnedBack? Turned, long? ReturnRevision, DateTimeOffset? EndedAt, long Serial)
{
    /// <summary>Whether the rollout has ended, one way or another.</summary>
    public bool Ended => Status is RolloutStatus.Completed or RolloutStatus.RolledBack or RolloutStatus.Cancelled;

    /// <summary>Whether the phone is to have the revision now; one that has it keeps it until another revision is in force.</summary>
    public bool Gives(string phoneId, long hasRevision) =>
        Status switch
        {
            RolloutStatus.Unknown => false,
            RolloutStatus.Completed => true,
            RolloutStatus.Running when Step.Contains(phoneId, StringComparer.Ordinal) => true,
            _ => hasRevision == Revision,
        };

    /// <summary>How many phones may be told next once these are the counts.</summary>
    public int RoomFor(ImmutableArray<WaveCounts> counts) =>
        Plan is { } plan ? Math.Max(0, plan.AtOnce - Waves.Zip(counts, (wave, now) => (wave with { Counts = now }).InTheAir).Sum()) : 0;

    internal static RolloutView Of(RolloutState state) => new(
        state.Start?.Id ?? "", state.Status, state.Start?.Plan, state.Start?.Revision ?? 0, state.Start?.Author ?? "", state.Start?.Note ?? "", state.Start?.At,
        state.Waves, state.Step, state.Start is null ? 0 : state.Room, state.StandsSince,
        state.Status == RolloutStatus.Running ? RolloutGuards.StallsAt(state) : null,
        state.Halt, state.Turned, state.ReturnRevision, state.EndedAt, state.Serial);
}
