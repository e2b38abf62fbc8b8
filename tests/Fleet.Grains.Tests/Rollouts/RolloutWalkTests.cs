using Twofold.Fleet.Rollouts;
using Twofold.Fleet.Tests.Laws;

namespace Twofold.Fleet.Tests.Rollouts;

/// <summary>
/// A larger fleet than can be explored whole, by random ways: phones, composer, survey, people and time in any order, with the same
/// promises after every step.
/// </summary>
public sealed class RolloutWalkTests
{
    [Fact]
    [Trait(Proof.Model, "rollout")]
    public void A_rollout_over_twelve_phones_breaks_no_promise_on_any_random_way() => Law.Holds(60, 120, choices =>
    {
        var (course, promises) = (new Course(Scenes.Twelve), new Promises(Scenes.Twelve));
        var world = course.Begin();
        foreach (var choice in choices)
        {
            if (RolloutRules.View(world.State, Scene.Now).Ended) return;
            var move = Pick([.. course.Next(world)], choice);
            Assert.Null(promises.Broken(world, move));
            world = move.To;
        }
    });

    // Every other step is what comes next when nobody interferes: otherwise people would end each rollout before it got anywhere.
    private static Move Pick(Move[] moves, int choice) => choice % 2 == 0 ? moves.MinBy(m => m.Fair)! : moves[choice / 2 % moves.Length];
}
