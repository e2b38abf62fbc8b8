using System.Collections.Immutable;
using Twofold.Fleet.Rollouts;
using Twofold.Policies;
using static Twofold.Fleet.Tests.Samples.Sample;

namespace Twofold.Fleet.Tests.Samples;

/// <summary>Commands and events of rollouts.</summary>
internal static class RolloutSamples
{
    private static readonly GrainId PolicySet = new("policy-set", "organisation");
    private static readonly ImmutableArray<WaveCounts> Nobody = [WaveCounts.None];
    private static readonly ImmutableArray<WaveCounts> Waiting = [new(1, 0, 0, 0, 0, 1)];
    private static readonly ImmutableArray<WaveCounts> Obeying = [new(1, 1, 1, 0, 0, 0)];
    private static readonly ImmutableArray<WaveCounts> Failing = [new(1, 1, 0, 1, 0, 0)];
    private static readonly DateTimeOffset Later = Start.AddHours(1);

    /// <summary>Half of the fleet, then everyone.</summary>
    public static RolloutPlan Plan { get; } = new(
        [new("50%", Places.Count / 2), new("everyone", Places.Count)], AtOnce: 10, MinObeying: 90, MaxFailing: 5, MaxSilent: 10, MaxDrop: 5,
        Soak: TimeSpan.FromMinutes(10), SilentAfter: TimeSpan.FromHours(2), StallAfter: TimeSpan.FromHours(24), RollsBack: false);

    public static readonly ImmutableArray<Step<RolloutCommand>> Commands =
    [
        By<RolloutCommand>("begin", Ada, new RolloutCommand.Begin(Plan, 7, "ada", "a note"), PolicySet),
        By<RolloutCommand>("begin later", Ada, new RolloutCommand.Begin(Plan with { StartAt = Start.AddHours(2) }, 7, "ada", "a note"), PolicySet),
        By<RolloutCommand>("begin, turning back by itself", Ada, new RolloutCommand.Begin(Plan with { RollsBack = true }, 7, "ada", "a note"), PolicySet),
        By<RolloutCommand>("look", Actor.System, new RolloutCommand.Look()),
        By<RolloutCommand>("pause", Ada, new RolloutCommand.Pause()),
        By<RolloutCommand>("resume", Ada, new RolloutCommand.Resume()),
        By<RolloutCommand>("roll back", Ada, new RolloutCommand.RollBack("it is bad")),
        By<RolloutCommand>("roll back for no reason", Ada, new RolloutCommand.RollBack(" ")),
        By<RolloutCommand>("cancel", Ada, new RolloutCommand.Cancel()),
        By<RolloutCommand>("taken back", Ada, new RolloutCommand.TakenBack(8), PolicySet),
        By<RolloutCommand>("kept", Ada, new RolloutCommand.Kept("bob", "not today"), PolicySet),
        Measured("measured nobody", 2, Nobody),
        Measured("measured one that waits", 2, Waiting, new Candidate("p1", VerdictState.Compliant)),
        Measured("measured one that obeys", 2, Obeying),
        Measured("measured one that fails", 2, Failing),
        Measured("measured for another state", 1, Failing),
        By<RolloutCommand>("measured long ago", Actor.System, new RolloutCommand.Measured(2, Start.AddMinutes(-5), Failing, 0, [], 0)),
        By<RolloutCommand>("measured too little", Actor.System, new RolloutCommand.Measured(2, Later, [], 0, [], 0)),
        Measured("measured all back", 4, Nobody),
    ];

    public static readonly ImmutableArray<RolloutEvent> Events =
    [
        new RolloutEvent.Began("r6", Plan, 7, "ada", "a note", Start),
        new RolloutEvent.WaveOpened(0, Start),
        new RolloutEvent.Counted(Obeying, Start),
        new RolloutEvent.Released([new("p1", VerdictState.Compliant)], Start),
        new RolloutEvent.Stood(Start),
        new RolloutEvent.Wavered(),
        new RolloutEvent.Paused("ada", Start),
        new RolloutEvent.Resumed("ada", Start),
        new RolloutEvent.Halted(new(HaltReason.Failing, 0, 1, 1, Start)),
        new RolloutEvent.TurnedBack("ada", "it is bad", Start),
        new RolloutEvent.TakenBack(8),
        new RolloutEvent.RolledBack(Start),
        new RolloutEvent.Cancelled("ada", Start),
        new RolloutEvent.Completed(Start),
    ];

    private static Step<RolloutCommand> Measured(string name, long serial, ImmutableArray<WaveCounts> waves, params ImmutableArray<Candidate> next) =>
        By<RolloutCommand>(name, Actor.System, new RolloutCommand.Measured(serial, Later, waves, 0, next, 0));
}
