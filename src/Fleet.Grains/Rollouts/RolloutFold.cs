using System.Collections.Immutable;
using Twofold.Policies;
using S = Twofold.Fleet.Rollouts.RolloutStatus;

namespace Twofold.Fleet.Rollouts;

/// <summary>Records what happened to a rollout.</summary>
internal static class RolloutFold
{
    public static RolloutState Apply(RolloutState state, RolloutEvent happened) => Fold(state, happened) with { Serial = state.Serial + 1 };

    private static RolloutState Fold(RolloutState state, RolloutEvent happened) => happened switch
    {
        RolloutEvent.Began e => state with { Status = S.Scheduled, Start = e, ProgressAt = Later(e.At, e.Plan.StartAt) },
        RolloutEvent.WaveOpened e => state with
        {
            Status = S.Running, Waves = state.Waves.Add(new(e.At, WaveCounts.None, 0, 0, 0, WaveCounts.None)), StandsSince = null, ProgressAt = e.At,
        },
        RolloutEvent.Counted e => Count(state, e),
        RolloutEvent.Released e => Release(state, e.Phones) with { ProgressAt = e.At },
        RolloutEvent.Stood e => state with { StandsSince = e.At, ProgressAt = e.At },
        RolloutEvent.Wavered => state with { StandsSince = null },
        RolloutEvent.Paused => state with { Status = S.Paused },
        RolloutEvent.Resumed e => Resume(state) with { ProgressAt = e.At },
        RolloutEvent.Halted e => state with { Status = S.Halted, Halt = e.Halt },
        RolloutEvent.TurnedBack e => state with { Status = S.RollingBack, Turned = e },
        RolloutEvent.TakenBack e => state with { ReturnRevision = e.Revision },
        RolloutEvent.RolledBack e => state with { Status = S.RolledBack, EndedAt = e.At, Step = [] },
        RolloutEvent.Cancelled e => state with { Status = S.Cancelled, EndedAt = e.At },
        RolloutEvent.Completed e => state with { Status = S.Completed, EndedAt = e.At, Step = [] },
        _ => throw new InvalidOperationException("every event is listed above"),
    };

    private static RolloutState Count(RolloutState state, RolloutEvent.Counted counted)
    {
        var cameForward = Forward(counted.Waves) > Forward(state.Waves.Select(w => w.Counts));
        return state with
        {
            Waves = [.. state.Waves.Zip(counted.Waves, (wave, counts) => wave with { Counts = counts })],
            ProgressAt = cameForward ? counted.At : state.ProgressAt,
        };
    }

    private static int Forward(IEnumerable<WaveCounts> waves) => waves.Sum(w => w.Told + w.Obeying);

    private static RolloutState Release(RolloutState state, ImmutableArray<Candidate> phones)
    {
        var waves = state.Waves.ToBuilder();
        foreach (var phone in phones)
        {
            var number = state.Plan.WaveOf(state.Start!.Id, phone.Phone);
            if (number < waves.Count) waves[number] = Add(waves[number], phone.Before);
        }

        return state with { Waves = waves.ToImmutable(), Step = [.. phones.Select(p => p.Phone)] };
    }

    private static WaveProgress Add(WaveProgress wave, VerdictState before) => wave with
    {
        Released = wave.Released + 1,
        ObeyedBefore = wave.ObeyedBefore + (before == VerdictState.Compliant ? 1 : 0),
        FailedBefore = wave.FailedBefore + (before is VerdictState.InGrace or VerdictState.NonCompliant ? 1 : 0),
    };

    private static RolloutState Resume(RolloutState state) => state with
    {
        Status = state.Waves.IsEmpty ? S.Scheduled : S.Running,
        Waves = state.Status == S.Halted ? [.. state.Waves.Select(w => w with { Accepted = w.Counts })] : state.Waves,
        StandsSince = state.Status == S.Halted ? null : state.StandsSince,
        Halt = null,
    };

    private static DateTimeOffset Later(DateTimeOffset now, DateTimeOffset? start) => start > now ? start.Value : now;
}
