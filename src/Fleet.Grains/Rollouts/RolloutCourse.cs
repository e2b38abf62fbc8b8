using System.Collections.Immutable;
using Twofold.Fleet.PolicySets;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Rollouts.RolloutEvent>;
using S = Twofold.Fleet.Rollouts.RolloutStatus;

namespace Twofold.Fleet.Rollouts;

/// <summary>
/// What a measurement leads to. First it is looked at what goes wrong: that halts a rollout even while it is paused. Only then may a
/// rollout that runs tell further phones, or open its next wave.
/// </summary>
internal static class RolloutCourse
{
    private static readonly ImmutableArray<HaltReason> TurnBack = [HaltReason.Failing, HaltReason.Silent, HaltReason.Dropped];

    public static Outcome Hear(RolloutState state, RolloutCommand.Measured measured, DateTimeOffset now, RolloutGuards guards)
    {
        if (!guards.IsForThisState(state, measured) || !guards.IsFresh(measured, now)) return Outcome.Nothing;
        if (state.Status == S.RollingBack) return Back(state, measured, now, guards);
        if (measured.Waves.Length != state.Waves.Length) return Outcome.No("rollout/bad-measurement", "one count for each open wave is expected");
        var counted = Counted(state, measured, now);
        var seen = counted.Aggregate(state, RolloutFold.Apply);
        if (state.Status == S.Halted) return After(counted, Outcome.Nothing);
        if (Trouble(seen, now, guards) is { } halt) return After(counted, Stop(seen, halt, now));
        return After(counted, Forward(seen, measured, now, guards));
    }

    /// <summary>The rollout stops, and turns back by itself when nobody has paused it and its plan says so.</summary>
    public static Outcome Stop(RolloutState state, Halt halt, DateTimeOffset now)
    {
        var halted = Outcome.Happened(new RolloutEvent.Halted(halt));
        var turns = state is { Status: S.Running, Plan.RollsBack: true } && TurnBack.Contains(halt.Reason);
        return turns ? After([new RolloutEvent.Halted(halt)], Turn(state, "twofold", $"halted: {halt.Reason.ToString().ToLowerInvariant()}", now)) : halted;
    }

    /// <summary>Asks the policy set for the revision before.</summary>
    public static Outcome Turn(RolloutState state, string by, string reason, DateTimeOffset now) =>
        Outcome.Happened(new RolloutEvent.TurnedBack(by, reason, now))
            .Tell(PolicySets.PolicySets.Organisation, new PolicySetCommand.TakeBack(state.Start!.Id, OrderOf(state), by, reason, Untouched: false));

    /// <summary>Under which this attempt to go back is charged.</summary>
    public static string OrderOf(RolloutState state) => $"{state.Start!.Id}-back-{state.Serial}";

    private static ImmutableArray<RolloutEvent> Counted(RolloutState state, RolloutCommand.Measured measured, DateTimeOffset now) =>
        measured.Waves.SequenceEqual(state.Waves.Select(w => w.Counts)) ? [] : [new RolloutEvent.Counted(measured.Waves, now)];

    private static Outcome Back(RolloutState state, RolloutCommand.Measured measured, DateTimeOffset now, RolloutGuards guards) =>
        guards.IsBack(state, measured) ? Outcome.Happened(new RolloutEvent.RolledBack(now)) : Outcome.Nothing;

    private static Halt? Trouble(RolloutState state, DateTimeOffset now, RolloutGuards guards)
    {
        foreach (var (number, wave) in state.Waves.Index())
        {
            if (!guards.FailsLittle(state.Plan, wave)) return new(HaltReason.Failing, number, wave.NewlyFailing, wave.Counts.Told, now);
            if (!guards.IsHeard(state.Plan, wave)) return new(HaltReason.Silent, number, wave.NewlySilent, wave.Counts.Told, now);
        }

        return guards.HoldsCompliance(state)
            ? null
            : new(HaltReason.Dropped, state.Waves.Length - 1, state.Waves.Sum(w => w.Lost), state.Waves.Sum(w => w.Counts.Told), now);
    }

    // Whether the wave stands is noted even while nobody may be told: a pause is no time in which it was in order unseen.
    private static Outcome Forward(RolloutState state, RolloutCommand.Measured measured, DateTimeOffset now, RolloutGuards guards)
    {
        var wave = state.Waves[^1];
        var stands = guards.IsWhole(state, wave) && guards.Succeeds(state, wave);
        var standing = Standing(state, stands, now);
        if (!guards.IsRunning(state) || !guards.StepIsTold(measured)) return After(standing, Outcome.Nothing);
        return stands && guards.HasSoaked(state, wave, now) ? Pass(state, now) : After(standing, Release(state, measured.Next, now, guards));
    }

    // A wave that has stood long enough passes even while late phones wait: they are told with the next one.
    private static Outcome Pass(RolloutState state, DateTimeOffset now)
    {
        if (state.Waves.Length < state.Plan.Waves.Length) return Outcome.Happened(new RolloutEvent.WaveOpened(state.Waves.Length, now));
        return Outcome.Happened(new RolloutEvent.Completed(now))
            .Tell(PolicySets.PolicySets.Organisation, new PolicySetCommand.RolloutEnded(state.Start!.Id));
    }

    private static ImmutableArray<RolloutEvent> Standing(RolloutState state, bool stands, DateTimeOffset now) => (stands, state.StandsSince) switch
    {
        (true, null) => [new RolloutEvent.Stood(now)],
        (false, not null) => [new RolloutEvent.Wavered()],
        _ => [],
    };

    private static Outcome Release(RolloutState state, ImmutableArray<Candidate> next, DateTimeOffset now, RolloutGuards guards) =>
        !next.IsEmpty && guards.Fits(state, next.Length) && guards.AreInOpenWaves(state, next)
            ? Outcome.Happened(new RolloutEvent.Released(next, now))
            : Outcome.Nothing;

    private static Outcome After(ImmutableArray<RolloutEvent> first, Outcome then) =>
        then is Outcome.Accepted more ? more with { Events = [.. first, .. more.Events] } : then;
}
