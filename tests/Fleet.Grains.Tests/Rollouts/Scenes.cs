using Twofold.Fleet.Rollouts;

namespace Twofold.Fleet.Tests.Rollouts;

/// <summary>The fleets and plans that are explored.</summary>
internal static class Scenes
{
    /// <summary>Four phones in three waves, two at once; a quarter of the fleet and two are the smallest numbers at which every limit can bite.</summary>
    public static Scene Four { get; } = new(
        new RolloutPlan(
            [new("25%", Places.Count / 4), new("50%", Places.Count / 2), new("everyone", Places.Count)], AtOnce: 2,
            MinObeying: 50, MaxFailing: 40, MaxSilent: 40, MaxDrop: 40, Soak: Scene.Tick, SilentAfter: Scene.Tick, StallAfter: Scene.Tick, RollsBack: false),
        [0, 1, 2, 2]) { Mails = 0, Troubles = 1, Acts = 1 };

    /// <summary>The same, and a rollout that turns back by itself.</summary>
    public static Scene FourTurningBack { get; } = Four with { Plan = Four.Plan with { RollsBack = true }, Hesitates = false };

    /// <summary>The same fleet with measurements that are on their way while other things happen, and nobody who acts.</summary>
    public static Scene FourLate { get; } = Four with { Mails = 1, Hesitates = false, Acts = 0 };

    /// <summary>Two phones in one wave, told one after the other, with two measurements on their way at once.</summary>
    public static Scene Two { get; } = new(
        Four.Plan with { Waves = [new("everyone", Places.Count)], AtOnce = 1 }, [0, 0]) { Mails = 2, DropStale = false, Troubles = 1, Acts = 0 };

    /// <summary>Two phones in one wave, and only failing phones count.</summary>
    public static Scene Failing { get; } = Two with { Plan = Two.Plan with { MaxDrop = 100 }, Mails = 1, DropStale = true, Troubles = 1, Acts = 1 };

    /// <summary>Two phones in two waves.</summary>
    public static Scene TwoWaves { get; } = new(
        Four.Plan with { Waves = [new("50%", Places.Count / 2), new("everyone", Places.Count)], AtOnce = 1 }, [0, 1]) { DropStale = false, Troubles = 1, Acts = 1 };

    /// <summary>Three phones in one wave, and only a drop of compliance counts.</summary>
    public static Scene Dropping { get; } = new(
        Four.Plan with { Waves = [new("everyone", Places.Count)], AtOnce = 3, MaxFailing = 100, MaxDrop = 30, MaxSilent = 100 }, [0, 0, 0]) { Mails = 0, Troubles = 2, Acts = 0 };

    /// <summary>Twelve phones in four waves, three at once, with trouble, late measurements and people: too many states to visit all.</summary>
    public static Scene Twelve { get; } = new(
        Four.Plan with
        {
            Waves = [new("10%", Places.Count / 10), new("25%", Places.Count / 4), new("50%", Places.Count / 2), new("everyone", Places.Count)], AtOnce = 3,
        },
        [0, 0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3]) { Mails = 2, DropStale = false, Troubles = 12, Acts = 12 };
}
