using Twofold.Crash.Tests.Shim;
using Twofold.EndToEnd.Tests.World;

namespace Twofold.Crash.Tests;

/// <summary>The real server, killed at any instant under load. <c>./dev crash</c> does the same hundreds of times.</summary>
public sealed class CrashTests
{
    private const int Rounds = 6;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_killed_server_keeps_what_it_acknowledged_also_when_the_disk_forgets_what_was_not_flushed(bool forgetful)
    {
        var seed = Environment.TickCount;
        await using var life = await CrashLife.BeginAsync(forgetful, new Random(seed));
        for (var round = 0; round < Rounds; round++)
        {
            var faults = await life.RoundAsync();
            Assert.True(faults.Count == 0, $"seed {seed}, round {round}: {string.Join("; ", faults.Take(5))}");
        }

        Assert.NotEmpty(life.Load.Names);
        Assert.NotEmpty(life.Load.Enrolments);
        Assert.Equal(forgetful, life.Dropped > 0);
    }

    [Fact]
    public async Task A_power_cut_during_the_first_start_leaves_a_folder_that_starts()
    {
        var place = Directory.CreateTempSubdirectory("twofold-first-");
        var data = Path.Combine(place.FullName, "server");
        using var disk = await ForgetfulDisk.UnderAsync(data, Path.Combine(place.FullName, "undo"));
        await using var server = new ServerUnderTest(data, disk.Environment);
        for (var round = 0; round < Rounds; round++)
        {
            server.Begin();
            await Task.Delay(Random.Shared.Next(200, 2500));
            await server.KillAsync();
            disk.Forget();
        }

        await server.StartAsync();
        await server.KillAsync();
        disk.Forget();
        await server.StartAsync();
        Assert.Contains("ready ", server.Output);
        place.Delete(recursive: true);
    }
}
