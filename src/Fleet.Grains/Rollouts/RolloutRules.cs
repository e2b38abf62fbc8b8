using System.Collections.Immutable;
using Twofold.Fleet.PolicySets;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Rollouts.RolloutEvent>;
using S = Twofold.Fleet.Rollouts.RolloutStatus;

namespace Twofold.Fleet.Rollouts;

/// <summary>
/// The rules of a rollout. INVARIANT: a phone is released only while the rollout runs, in an open wave, and within the disruption budget;
/// what a person paused, and what halted, only a person sets going again.
/// </summary>
public sealed class RolloutRules : IRules<RolloutState, RolloutCommand, RolloutEvent, RolloutView>
{
    private const int MaxReason = 500;
    private const int MinReason = 3;

    private RolloutRules()
    {
    }

    /// <inheritdoc/>
    public static string Kind => "rollout";

    /// <inheritdoc/>
    public static RolloutState Initial => RolloutState.Initial;

    /// <inheritdoc/>
    public static RolloutCommand? Wake { get; } = new RolloutCommand.Look();

    /// <inheritdoc/>
    public static ImmutableArray<IndexSchema> Tables => RolloutIndex.Tables;

    /// <inheritdoc/>
    public static string Needs(RolloutCommand command, GrainId self) => command switch
    {
        RolloutCommand.Pause or RolloutCommand.Resume or RolloutCommand.RollBack or RolloutCommand.Cancel => Capability.PolicyWrite,
        _ => Capability.Internal,
    };

    /// <inheritdoc/>
    public static Outcome Decide(RolloutState state, RolloutCommand command, TurnContext context) => Decide(state, command, context, RolloutGuards.Production);

    /// <inheritdoc/>
    public static RolloutState Apply(RolloutState state, RolloutEvent happened) => RolloutFold.Apply(state, happened);

    /// <inheritdoc/>
    public static DateTimeOffset? WakeAt(RolloutState state) => state.Status switch
    {
        S.Scheduled => state.ProgressAt,
        S.Running => RolloutGuards.StallsAt(state),
        _ => null,
    };

    /// <summary>A revision that cannot be taken back stays.</summary>
    public static RolloutCommand? Returned(Letter letter, string code, string explanation) =>
        letter.Command is PolicySetCommand.TakeBack ? new RolloutCommand.Kept("policy set", code) : null;

    /// <inheritdoc/>
    public static RolloutView View(RolloutState state, DateTimeOffset now) => RolloutView.Of(state);

    /// <inheritdoc/>
    public static ImmutableArray<IndexRow> Rows(RolloutState state, GrainId self) => RolloutIndex.Rows(state);

    /// <summary>The same with other guards, for the exploration.</summary>
    internal static Outcome Decide(RolloutState state, RolloutCommand command, TurnContext context, RolloutGuards guards) => (state.Status, command) switch
    {
        (S.Unknown, RolloutCommand.Begin begin) => Begin(begin, context),
        (_, RolloutCommand.Begin) => Outcome.Nothing,
        (S.Unknown, _) => Outcome.No("rollout/unknown", $"there is no rollout `{context.Self.Key}`"),

        (S.Scheduled, RolloutCommand.Look) when context.Now >= state.ProgressAt => Outcome.Happened(new RolloutEvent.WaveOpened(0, context.Now)),
        (S.Running, RolloutCommand.Look) when !guards.Moves(state, context.Now) => RolloutCourse.Stop(state, Stalled(state, context.Now), context.Now),
        (_, RolloutCommand.Look) => Outcome.Nothing,

        (S.Running or S.Paused or S.Halted or S.RollingBack, RolloutCommand.Measured measured) =>
            RolloutCourse.Hear(state, measured, context.Now, guards),
        (_, RolloutCommand.Measured) => Outcome.Nothing,

        (S.Running, RolloutCommand.Pause) => Outcome.Happened(new RolloutEvent.Paused(context.Actor.Shown, context.Now)),
        (S.Paused or S.Halted, RolloutCommand.Pause) => Outcome.Nothing,
        (S.Paused or S.Halted, RolloutCommand.Resume) => Outcome.Happened(new RolloutEvent.Resumed(context.Actor.Shown, context.Now)),
        (S.Running, RolloutCommand.Resume) => Outcome.Nothing,
        (S.Running or S.Paused or S.Halted, RolloutCommand.RollBack back) => RollBack(state, back, context),
        (S.RollingBack or S.RolledBack, RolloutCommand.RollBack) => Outcome.Nothing,

        (S.Scheduled, RolloutCommand.Cancel) => Cancel(state, context),
        (S.Cancelled, RolloutCommand.Cancel) => Outcome.Nothing,
        (S.Running or S.Paused or S.Halted, RolloutCommand.Cancel) => Outcome.No("rollout/has-begun", "phones may have it already: roll it back"),
        (S.Scheduled, RolloutCommand.Pause or RolloutCommand.Resume or RolloutCommand.RollBack) =>
            Outcome.No("rollout/has-not-begun", "no phone has it yet: cancel it, or wait"),
        (S.RollingBack, RolloutCommand.Pause or RolloutCommand.Resume or RolloutCommand.Cancel) =>
            Outcome.No("rollout/rolling-back", "the phones get the revision before; that is not held up"),

        (S.RollingBack, RolloutCommand.TakenBack back) when state.ReturnRevision is null => Outcome.Happened(new RolloutEvent.TakenBack(back.Revision)),
        (S.RollingBack, RolloutCommand.Kept kept) when state.ReturnRevision is null => Outcome.Happened(new RolloutEvent.Halted(Kept(state, kept, context.Now))),
        (_, RolloutCommand.TakenBack or RolloutCommand.Kept) => Outcome.Nothing,
        _ => Outcome.No("rollout/ended", "the rollout has ended"),
    };

    private static Outcome Begin(RolloutCommand.Begin begin, TurnContext context)
    {
        var began = new RolloutEvent.Began(context.Self.Key, begin.Plan, begin.Revision, begin.Author, begin.Note, context.Now);
        return begin.Plan.StartAt > context.Now ? Outcome.Happened(began) : Outcome.Happened(began, new RolloutEvent.WaveOpened(0, context.Now));
    }

    private static Outcome RollBack(RolloutState state, RolloutCommand.RollBack back, TurnContext context) =>
        back.Reason.Trim().Length is < MinReason or > MaxReason
            ? Outcome.No("rollout/bad-reason", $"a reason has {MinReason} to {MaxReason} characters")
            : RolloutCourse.Turn(state, context.Actor.Shown, back.Reason, context.Now);

    private static Outcome Cancel(RolloutState state, TurnContext context) =>
        Outcome.Happened(new RolloutEvent.Cancelled(context.Actor.Shown, context.Now)).Tell(
            PolicySets.PolicySets.Organisation,
            new PolicySetCommand.TakeBack(
                state.Start!.Id, RolloutCourse.OrderOf(state), context.Actor.Shown, "cancelled before it began", Untouched: true));

    private static Halt Stalled(RolloutState state, DateTimeOffset now)
    {
        var counts = state.Waves[^1].Counts;
        return new(HaltReason.Stalled, state.Waves.Length - 1, counts.Unsettled, counts.Told, now);
    }

    private static Halt Kept(RolloutState state, RolloutCommand.Kept kept, DateTimeOffset now) =>
        new(HaltReason.Kept, state.Waves.Length - 1, 0, state.Waves.Sum(w => w.Counts.Told), now, kept.By);
}
