using System.Collections.Immutable;

namespace Twofold.Fleet.Rollouts;

/// <summary>
/// What holds a rollout back, one named condition each; true lets it go on. There is one instance that counts,
/// <see cref="Production"/>; the exploration replaces one at a time and has to find what goes wrong then.
/// </summary>
internal sealed record RolloutGuards
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    /// <summary>The guards that count.</summary>
    public static RolloutGuards Production { get; } = new();

    /// <summary>The measurement was made for the present state.</summary>
    public Func<RolloutState, RolloutCommand.Measured, bool> IsForThisState { get; init; } = (state, measured) => measured.Serial == state.Serial;

    /// <summary>The measurement is not older than half a minute.</summary>
    public Func<RolloutCommand.Measured, DateTimeOffset, bool> IsFresh { get; init; } = (measured, now) => measured.At > now - Fresh;

    /// <summary>Nobody paused it and it has not halted.</summary>
    public Func<RolloutState, bool> IsRunning { get; init; } = state => state.Status == RolloutStatus.Running;

    /// <summary>Every phone of the present step has been told.</summary>
    public Func<RolloutCommand.Measured, bool> StepIsTold { get; init; } = measured => measured.Pending == 0;

    /// <summary>The next step fits the disruption budget.</summary>
    public Func<RolloutState, int, bool> Fits { get; init; } = (state, phones) => phones <= state.Room;

    /// <summary>Every phone of the next step is in an open wave.</summary>
    public Func<RolloutState, ImmutableArray<Candidate>, bool> AreInOpenWaves { get; init; } = (state, phones) =>
        phones.All(p => state.Plan.WaveOf(state.Start!.Id, p.Phone) < state.Waves.Length);

    /// <summary>Every phone of the newest wave that is in contact has been told, or the wave stands already and these come late.</summary>
    public Func<RolloutState, WaveProgress, bool> IsWhole { get; init; } = (state, wave) => state.StandsSince is not null || wave.Counts.Waiting == 0;

    /// <summary>Enough phones of the newest wave obey; while it stands, late ones count once they have settled. A wave without phones succeeds.</summary>
    public Func<RolloutState, WaveProgress, bool> Succeeds { get; init; } = (state, wave) => wave.Counts switch
    {
        { Members: 0 } => true,
        { Told: 0 } => false,
        var counts when state.StandsSince is null => counts.Obeying * 100 >= state.Plan.MinObeying * counts.Told,
        var counts => counts.Obeying > 0 && counts.Obeying * 100 >= state.Plan.MinObeying * (counts.Obeying + counts.Failing),
    };

    /// <summary>The newest wave has stood long enough; one without phones need not.</summary>
    public Func<RolloutState, WaveProgress, DateTimeOffset, bool> HasSoaked { get; init; } = (state, wave, now) =>
        wave.Counts.Members == 0 || (state.StandsSince is { } since && now - since >= state.Plan.Soak);

    /// <summary>Not too many phones of a wave fail that did not before.</summary>
    public Func<RolloutPlan, WaveProgress, bool> FailsLittle { get; init; } = (plan, wave) => Within(wave.NewlyFailing, plan.MaxFailing, wave.Counts.Told);

    /// <summary>Not too many phones of a wave fell silent.</summary>
    public Func<RolloutPlan, WaveProgress, bool> IsHeard { get; init; } = (plan, wave) => Within(wave.NewlySilent, plan.MaxSilent, wave.Counts.Told);

    /// <summary>Not too many phones complied before and no longer do.</summary>
    public Func<RolloutState, bool> HoldsCompliance { get; init; } = state =>
        Within(state.Waves.Sum(w => w.Lost), state.Plan.MaxDrop, state.Waves.Sum(w => w.Counts.Told));

    /// <summary>Something came forward within the time that the plan gives; a wave that stands has that time after its soak.</summary>
    public Func<RolloutState, DateTimeOffset, bool> Moves { get; init; } = (state, now) => now < StallsAt(state);

    /// <summary>The revision before is in force again and every phone has got it, so that no late word can bring this one back.</summary>
    public Func<RolloutState, RolloutCommand.Measured, bool> IsBack { get; init; } = (state, measured) =>
        measured.NotBack == 0 && state.ReturnRevision is not null;

    /// <summary>When a rollout that runs counts as stalled.</summary>
    public static DateTimeOffset StallsAt(RolloutState state)
    {
        var soaked = state.StandsSince is { } since ? since + state.Plan.Soak : state.ProgressAt;
        return (soaked > state.ProgressAt ? soaked : state.ProgressAt) + state.Plan.StallAfter;
    }

    private static bool Within(int phones, int percent, int of) => phones * 100 <= percent * of;
}
