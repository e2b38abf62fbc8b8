using System.Collections.Immutable;

namespace Twofold.Fleet.Rollouts;

/// <summary>Where a rollout stands.</summary>
public enum RolloutStatus
{
    /// <summary>Nothing under this key.</summary>
    Unknown,

    /// <summary>It begins later.</summary>
    Scheduled,

    /// <summary>Phones are told, wave by wave.</summary>
    Running,

    /// <summary>A person paused it.</summary>
    Paused,

    /// <summary>It stopped by itself and waits for a person.</summary>
    Halted,

    /// <summary>Phones get the revision before.</summary>
    RollingBack,

    /// <summary>No phone has the revision any more.</summary>
    RolledBack,

    /// <summary>It was taken back before it began.</summary>
    Cancelled,

    /// <summary>Everyone has the revision, or gets it on return.</summary>
    Completed,
}

/// <summary>An open wave.</summary>
/// <param name="Counts">What the index counted last.</param>
/// <param name="Released">Phones that were released in it.</param>
/// <param name="ObeyedBefore">Of these, those that complied before.</param>
/// <param name="FailedBefore">Of these, those that did not comply before.</param>
/// <param name="Accepted">What was counted when a person let a halted rollout go on.</param>
public sealed record WaveProgress(
    DateTimeOffset OpenedAt, WaveCounts Counts, int Released, int ObeyedBefore, int FailedBefore, WaveCounts Accepted)
{
    /// <summary>Phones that fail, beyond those that failed before and those that a person accepted.</summary>
    internal int NewlyFailing => Math.Max(0, Counts.Failing - Math.Max(FailedBefore, Accepted.Failing));

    /// <summary>Phones that fell silent, beyond those that a person accepted.</summary>
    internal int NewlySilent => Math.Max(0, Counts.Silent - Accepted.Silent);

    /// <summary>Phones that complied before and have settled without complying, beyond those that a person accepted.</summary>
    internal int Lost => Math.Max(0, LostBy(Counts) - Math.Max(0, LostBy(Accepted)));

    /// <summary>Phones that have not settled, beyond those that a person accepted.</summary>
    internal int InTheAir => Math.Max(0, Counts.Unsettled - Accepted.Unsettled);

    // A phone that is still on its way, or was released and not told yet, is not lost.
    private int LostBy(WaveCounts counts) =>
        Math.Min(counts.Failing, ObeyedBefore - counts.Obeying - counts.Unsettled - Math.Max(0, Released - counts.Told));
}

/// <summary>A rollout, folded from its events.</summary>
public sealed record RolloutState
{
    /// <summary>Nothing under this key.</summary>
    public static RolloutState Initial { get; } = new();

    /// <summary>Where it stands.</summary>
    public RolloutStatus Status { get; init; }

    /// <summary>How it began, or null.</summary>
    public RolloutEvent.Began? Start { get; init; }

    /// <summary>Grows with every event, so that what was measured for an earlier state is known as such.</summary>
    public long Serial { get; init; }

    /// <summary>The open waves, the first one first; empty until the rollout starts.</summary>
    public ImmutableArray<WaveProgress> Waves { get; init; } = [];

    /// <summary>The phones of the present step; at most as many as the plan's disruption budget.</summary>
    public ImmutableArray<string> Step { get; init; } = [];

    /// <summary>Since when the newest wave stands, or null while it has not succeeded.</summary>
    public DateTimeOffset? StandsSince { get; init; }

    /// <summary>When something came forward last.</summary>
    public DateTimeOffset ProgressAt { get; init; }

    /// <summary>The last halt, or null.</summary>
    public Halt? Halt { get; init; }

    /// <summary>Who turned it back and why, or null.</summary>
    public RolloutEvent.TurnedBack? Turned { get; init; }

    /// <summary>The revision that took the place of this one, once it is in force.</summary>
    public long? ReturnRevision { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it goes out.</summary>
    internal RolloutPlan Plan => Start!.Plan;

    /// <summary>How many phones may be released now.</summary>
    internal int Room => Math.Max(0, Plan.AtOnce - Waves.Sum(w => w.InTheAir));
}
