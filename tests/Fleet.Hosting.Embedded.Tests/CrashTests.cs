using System.Collections.Immutable;
using System.Diagnostics;
using Twofold.Fleet.Conformance;

namespace Twofold.Fleet.Embedded.Tests;

/// <summary>A host that is killed at any instant loses nothing it has answered for and does nothing twice.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Rounds = 10;

    private readonly string _place = Directory.CreateTempSubdirectory("twofold-crash-").FullName;

    private string File => Path.Combine(_place, "fleet.db");

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Fact]
    public async Task A_host_killed_at_any_instant_keeps_every_acknowledged_command_exactly_once()
    {
        var acknowledged = new List<long>();
        for (var round = 0; round < Rounds; round++) acknowledged.AddRange(await RunAndKillAsync(round));
        await using var host = await EmbeddedHost.StartAsync(new SqliteOptions(File), Counter.Registry, TimeProvider.System, _ => { });
        var applied = await AppliedAsync(host, "c");
        Assert.NotEmpty(acknowledged);
        Assert.Equal(applied.Distinct().Count(), applied.Length);
        Assert.Empty(acknowledged.Except(applied));
        await LettersArriveOnceAsync(host);
    }

    // What was sent by letter, as the senders' own history tells it, has to arrive once, whoever was killed in between.
    private static async Task LettersArriveOnceAsync(EmbeddedHost host)
    {
        await Eventually.HoldsAsync(
            async () => (await host.Store.PendingLettersAsync(0, 1, CancellationToken.None)).IsEmpty, "every letter is taken");
        var arrived = await AppliedAsync(host, "to-c");
        Assert.NotEmpty(arrived);
        Assert.Equal(arrived.Distinct().Count(), arrived.Length);
        Assert.Equal(await SentAsync(host), arrived.Length);
    }

    private static async Task<long> SentAsync(EmbeddedHost host)
    {
        var (sent, before) = (0L, long.MaxValue);
        while (await host.Events.ReadAsync(new EventQuery(before, Type: "sent", Take: 200), CancellationToken.None) is { IsEmpty: false } page)
            (sent, before) = (sent + page.Length, page[^1].Position);
        return sent;
    }

    private static async Task<ImmutableArray<long>> AppliedAsync(EmbeddedHost host, string prefix)
    {
        var applied = new List<long>();
        for (var writer = 0; writer < 16; writer++) applied.AddRange((await host.Fleet.ViewAsync(Counter.Ref($"{prefix}{writer}"))).View.Added);
        return [.. applied];
    }

    private async Task<List<long>> RunAndKillAsync(int round)
    {
        // The assembly, not this process's path: that is `dotnet` when the tests were started by it.
        var start = new ProcessStartInfo("dotnet", [typeof(CrashTests).Assembly.Location, CrashChild.Verb, File, $"{round}"])
        {
            RedirectStandardOutput = true, UseShellExecute = false,
        };
        using var child = Process.Start(start)!;
        try
        {
            return await ReadAndKillAsync(child, Random.Shared.Next(1, 200));
        }
        finally
        {
            if (!child.HasExited) child.Kill();
        }
    }

    // The instant is drawn as a number of answers, so that the test does not depend on how fast the machine is.
    private static async Task<List<long>> ReadAndKillAsync(Process child, int answers)
    {
        var numbers = new List<long>();
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            // The kill may cut the last line short; a cut number was printed after its answer, but nobody can say which it was.
            if (line.EndsWith(';')) numbers.Add(long.Parse(line[..^1]));
            if (numbers.Count == answers) child.Kill();
        }

        await child.WaitForExitAsync();
        return numbers;
    }
}
