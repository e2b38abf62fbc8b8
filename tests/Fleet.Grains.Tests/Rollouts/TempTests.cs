namespace Twofold.Fleet.Tests.Rollouts;
public sealed class TempTests(ITestOutputHelper output)
{
    [Fact]
    public void Sizes()
    {
        foreach (var (name, scene) in new (string, Scene)[] {
            ("two", Scenes.Two), ("twowaves", Scenes.TwoWaves), ("failing", Scenes.Failing),
            ("four 0/no/1/1", Scenes.Four with { Mails = 0, Hesitates = false, Troubles = 1, Acts = 1 }),
            ("four 0/no/2/1", Scenes.Four with { Mails = 0, Hesitates = false, Troubles = 2, Acts = 1 }),
            ("four 0/no/2/2", Scenes.Four with { Mails = 0, Hesitates = false, Troubles = 2, Acts = 2 }),
            ("four 0/yes/1/1", Scenes.Four with { Mails = 0, Hesitates = true, Troubles = 1, Acts = 1 }), ("four 1/no/1/0", Scenes.Four with { Mails = 1, Hesitates = false, Troubles = 1, Acts = 0 }), ("four 1/no/1/1", Scenes.Four with { Mails = 1, Hesitates = false, Troubles = 1, Acts = 1 }),
            ("four 1/yes/1/1", Scenes.Four with { Mails = 1, Hesitates = true, Troubles = 1, Acts = 1 }),
            ("dropping 0/no/2/1", Scenes.Dropping with { Mails = 0, Hesitates = false, Troubles = 2, Acts = 1 }),
        })
        {
            var e = new Exploration(scene);
            var start = TimeProvider.System.GetTimestamp();
            string? broken = null;
            try { broken = e.Run(700_000); } catch (Exception x) { broken = x.Message; }
            output.WriteLine($"{name}: {e.States} states {e.Steps} steps {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0.0}s {broken} :: {e.Histogram()}");
        }
    }
}
