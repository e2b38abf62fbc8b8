using Twofold.Fleet.Rollouts;

namespace Twofold.Fleet.Tests.Rollouts;

/// <summary>What holds after every step, and what no step may do. Each is said without looking at how the rules come to it.</summary>
internal sealed class Promises(Scene scene)
{
    /// <summary>What is broken by a step, or null.</summary>
    public string? Broken(World before, Move move)
    {
        var (old, now) = (before.State, move.To.State);
        return Waves(move.To) ?? Budget(move.To) ?? Released(old, now) ?? Opened(before, move.To) ?? Ended(before, move.To);
    }

    private string? Waves(World world)
    {
        for (var n = 0; n < scene.Count; n++)
        {
            var reached = World.IsTold(world.Phones[n]) || world.Phones[n] is P.Picked or P.PickedGone || world.State.Step.Contains(scene.Phones[n]);
            if (reached && scene.WaveOfPhone[n] >= world.State.Waves.Length) return $"phone {n + 1} has it though its wave is not open";
        }

        return null;
    }

    // What a person accepted, when a halted rollout went on, no longer counts against the budget.
    private string? Budget(World world)
    {
        var unsettled = world.Phones.Count(p => p is P.Told or P.ToldGone or P.Picked or P.PickedGone);
        var allowed = scene.Plan.AtOnce + world.State.Waves.Sum(w => w.Accepted.Unsettled);
        return unsettled > allowed ? $"{unsettled} phones change at once, {allowed} may" : null;
    }

    private static string? Released(RolloutState old, RolloutState now)
    {
        var further = now.Waves.Sum(w => w.Released) > old.Waves.Sum(w => w.Released);
        return further && old.Status != RolloutStatus.Running ? $"a phone is released while the rollout is {old.Status}" : null;
    }

    private string? Opened(World before, World after)
    {
        var (old, now) = (before.State, after.State);
        var passed = now.Waves.Length > old.Waves.Length || (now.Status == RolloutStatus.Completed && old.Status != now.Status);
        if (!passed || old.Waves.IsEmpty) return null;
        if (old.Status != RolloutStatus.Running) return $"a wave passes while the rollout is {old.Status}";
        if (before.Since != Wrong.None) return $"a wave passes though there was wrong for a whole tick: {before.Since}";
        var wave = old.Waves.Length - 1;
        var members = Enumerable.Range(0, scene.Count).Where(n => scene.Is(n, wave)).ToArray();
        if (members.Length > 0 && before.Stood < scene.SoakTicks) return "a wave passes that has not stood long enough";
        return members.Any(n => before.Phones[n] is P.Fresh) ? "a wave passes though a phone that was always in contact was not told" : null;
    }

    private static string? Ended(World before, World after)
    {
        var (old, now) = (before.State.Status, after.State.Status);
        if (now == RolloutStatus.RolledBack && after.Phones.Any(p => p != P.Back)) return "rolled back, and a phone has not got the revision before";
        if (now == RolloutStatus.Cancelled && after.Phones.Any(World.IsTold)) return "cancelled, and a phone was told";
        return old == RolloutStatus.Cancelled && now != old ? "what was cancelled went on" : null;
    }
}
