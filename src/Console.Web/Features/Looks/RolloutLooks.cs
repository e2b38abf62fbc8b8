using Twofold.Fleet.Rollouts;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Looks;

/// <summary>The states of rollouts and of their waves.</summary>
public static class RolloutLooks
{
    private static readonly Look Scheduled = new("scheduled", "begins later", Tone.Neutral, Glyph.Clock);
    private static readonly Look Running = new("running", "going out", Tone.Progress, Glyph.Progress);
    private static readonly Look Paused = new("paused", "paused", Tone.Warn, Glyph.Pause);
    private static readonly Look Halted = new("halted", "halted", Tone.Bad, Glyph.Warning);
    private static readonly Look RollingBack = new("rolling-back", "rolling back", Tone.Warn, Glyph.Progress);
    private static readonly Look RolledBack = new("rolled-back", "rolled back", Tone.Neutral, Glyph.Restart);
    private static readonly Look Cancelled = new("cancelled", "cancelled", Tone.Neutral, Glyph.Close);
    private static readonly Look Completed = new("completed", "everyone has it", Tone.Good, Glyph.Check);
    private static readonly Look Unknown = new("unknown", "unknown", Tone.Neutral, Glyph.Info);
    private static readonly Look NotOpen = new("not-open", "not open", Tone.Neutral, Glyph.Lock);
    private static readonly Look Passed = new("passed", "passed", Tone.Good, Glyph.Check);
    private static readonly Look Stands = new("stands", "stands", Tone.Good, Glyph.Clock);

    /// <summary>The look of a rollout.</summary>
    public static Look Of(RolloutView rollout) => rollout.Status switch
    {
        RolloutStatus.Scheduled => Scheduled,
        RolloutStatus.Running => Running,
        RolloutStatus.Paused => Paused,
        RolloutStatus.Halted => Halted,
        RolloutStatus.RollingBack => RollingBack,
        RolloutStatus.RolledBack => RolledBack,
        RolloutStatus.Cancelled => Cancelled,
        RolloutStatus.Completed => Completed,
        _ => Unknown,
    };

    /// <summary>The look of one of its waves.</summary>
    public static Look Of(RolloutView rollout, int wave)
    {
        if (wave >= rollout.Waves.Length) return NotOpen;
        if (wave < rollout.Waves.Length - 1 || rollout.Status == RolloutStatus.Completed) return Passed;
        return rollout is { Status: RolloutStatus.Running, StandsSince: not null } ? Stands : Of(rollout);
    }
}
