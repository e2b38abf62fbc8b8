namespace Twofold.Fleet.Tests.Rollouts;
public sealed class TempTests(ITestOutputHelper output)
{
    [Fact]
    public void Sizes()
    {
        foreach (var (name, scene) in new (string, Scene)[] {
            ("twowaves", Scenes.TwoWaves), ("two00", Scenes.Two with { Acts = 0 }), ("two01", Scenes.Two with { Troubles = 0, Acts = 1 }), ("failing11", Scenes.Failing with { Troubles = 1, Acts = 1 }), ("dropping 1/1/1", Scenes.Dropping with { Mails=1, Troubles = 1, Acts = 1 }), ("dropping 0/2/0", Scenes.Dropping with { Mails=0, Troubles = 2, Acts = 0 }), ("four back 0/1/1", Scenes.FourTurningBack with { Mails = 0, Troubles = 1, Acts = 1 }),
            ("four 1/no/1/0", Scenes.Four with { Mails = 1, Hesitates = false, Troubles = 1, Acts = 0 }), ("four 1/no/1/1", Scenes.Four with { Mails = 1, Hesitates = false, Troubles = 1, Acts = 1 }),
            ("four 1/yes/1/1", Scenes.Four with { Mails = 1, Hesitates = true, Troubles = 1, Acts = 1 }),
            ("dropping 0/no/2/1", Scenes.Dropping with { Mails = 0, Hesitates = false, Troubles = 2, Acts = 1 }),
        })
        {
            var e = new Exploration(scene);
            var start = TimeProvider.System.GetTimestamp();
            string? broken = null;
            try { broken = e.Run(1_200_000); } catch (Exception x) { broken = x.Message; }
            output.WriteLine($"{name}: {e.States} states {e.Steps} steps {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0.0}s {broken} :: {e.Histogram()}");
        }
    }
}
