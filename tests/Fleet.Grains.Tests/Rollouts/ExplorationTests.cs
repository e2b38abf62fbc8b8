using Twofold.Fleet.Rollouts;

namespace Twofold.Fleet.Tests.Rollouts;

/// <summary>
/// The real rules, in every state that a small fleet can come to: every interleaving of telling, obeying, failing, falling silent and
/// returning, of measurements that are lost, late or come twice, of time, and of people. Bounded are only how often phones make trouble and
/// how often people pause and resume (see <see cref="Scene"/>).
/// </summary>
public sealed class ExplorationTests(ITestOutputHelper output)
{
    private const int Most = 3_000_000;

    [Fact]
    public void Four_phones_in_three_waves_break_no_promise_in_any_state() => Holds(Scenes.Four, 500_000);

    [Fact]
    public void A_rollout_that_turns_back_by_itself_breaks_no_promise_in_any_state() => Holds(Scenes.FourTurningBack, 100_000);

    [Fact]
    public void Four_phones_and_late_measurements_break_no_promise_in_any_state() => Holds(Scenes.FourLate, 100_000);

    [Fact]
    public void Two_measurements_on_their_way_at_once_break_no_promise() => Holds(Scenes.Two, 1_000);

    [Fact]
    public void Measurements_that_were_overtaken_break_no_promise() => Holds(Scenes.TwoWaves, 1_000);

    [Fact]
    public void A_drop_of_compliance_breaks_no_promise() => Holds(Scenes.Dropping, 1_000);

    [Fact]
    public void Failing_phones_break_no_promise() => Holds(Scenes.Failing, 1_000);

    public static TheoryData<string> Guards => [.. Removed.Keys];

    [Theory]
    [MemberData(nameof(Guards))]
    public void Without_any_one_guard_a_counterexample_is_found(string guard)
    {
        var (scene, without) = Removed[guard];
        var counterexample = new Exploration(scene with { Guards = without(RolloutGuards.Production) }).Run(Most);
        Assert.True(counterexample is not null, $"nothing goes wrong without {guard}");
        output.WriteLine($"without {guard}: {counterexample}");
    }

    [Fact]
    public void Every_guard_is_removed_once() => Assert.Equal(
        typeof(RolloutGuards).GetProperties().Where(p => p.PropertyType.IsGenericType).Select(p => p.Name).Order(StringComparer.Ordinal),
        Removed.Keys.Order(StringComparer.Ordinal));

    private static Dictionary<string, (Scene Scene, Func<RolloutGuards, RolloutGuards> Without)> Removed { get; } = new()
    {
        [nameof(RolloutGuards.IsForThisState)] = (Scenes.Two, g => g with { IsForThisState = (_, _) => true }),
        [nameof(RolloutGuards.IsFresh)] = (Scenes.TwoWaves, g => g with { IsFresh = (_, _) => true }),
        [nameof(RolloutGuards.IsRunning)] = (Scenes.TwoWaves, g => g with { IsRunning = _ => true }),
        [nameof(RolloutGuards.StepIsTold)] = (Scenes.Two, g => g with { StepIsTold = _ => true }),
        [nameof(RolloutGuards.Fits)] = (Scenes.Failing, g => g with { Fits = (_, _) => true }),
        [nameof(RolloutGuards.AreInOpenWaves)] = (Scenes.TwoWaves, g => g with { AreInOpenWaves = (_, _) => true }),
        [nameof(RolloutGuards.IsWhole)] = (Scenes.Two, g => g with { IsWhole = (_, _) => true }),
        [nameof(RolloutGuards.Succeeds)] = (Scenes.TwoWaves, g => g with { Succeeds = (_, _) => true }),
        [nameof(RolloutGuards.HasSoaked)] = (Scenes.TwoWaves, g => g with { HasSoaked = (_, _, _) => true }),
        [nameof(RolloutGuards.FailsLittle)] = (Scenes.Failing, g => g with { FailsLittle = (_, _) => true }),
        [nameof(RolloutGuards.IsHeard)] = (Scenes.Two, g => g with { IsHeard = (_, _) => true }),
        [nameof(RolloutGuards.HoldsCompliance)] = (Scenes.Dropping, g => g with { HoldsCompliance = _ => true }),
        [nameof(RolloutGuards.Moves)] = (Scenes.TwoWaves, g => g with { Moves = (_, _) => true }),
        [nameof(RolloutGuards.IsBack)] = (Scenes.TwoWaves, g => g with { IsBack = (_, _) => true }),
    };

    private void Holds(Scene scene, int atLeast)
    {
        var exploration = new Exploration(scene);
        var broken = exploration.Run(Most);
        output.WriteLine($"{exploration.States} states, {exploration.Steps} steps");
        Assert.True(broken is null, broken);
        Assert.True(exploration.States >= atLeast, $"only {exploration.States} states");
    }
}
