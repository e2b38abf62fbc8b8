using System.Collections.Concurrent;
using System.Diagnostics;
using Twofold.Fleet;
using Twofold.Fleet.Conformance;
using Twofold.Fleet.Embedded;

namespace Twofold.Cluster.Tests;

/// <summary>Two silos over one database, one of which is killed under load.</summary>
public sealed class TwoSiloTests(PrivatePostgres postgres) : IClassFixture<PrivatePostgres>, IAsyncLifetime
{
    /// <summary>The engine's own scripts PostgreSQL-Main.sql and PostgreSQL-Clustering.sql; without them the first silo keeps the membership.</summary>
    private static readonly string? Scripts = Environment.GetEnvironmentVariable("TWOFOLD_ORLEANS_SQL");

    private const int Writers = 16;
    private const int Commands = 4000;

    private readonly string _place = Path.Combine(Path.GetTempPath(), $"twofold-silos-{Guid.NewGuid():N}");
    private readonly ConcurrentQueue<long> _acknowledged = [];
    private string _database = "";
    private PostgresStore _store = null!;
    private RunningSilo _silo = null!;
    private Process _other = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _database = await postgres.DatabaseAsync(_place);
        _store = await PostgresStore.OpenAsync(new PostgresOptions(_database, Alone: false), Counter.Registry);
        var membership = await MembershipAsync();
        var first = SiloPlace.First(membership);
        _silo = await RunningSilo.StartAsync(first, _store, TimeProvider.System);
        _other = await StartOtherAsync(first.Beside(), membership ?? "");
        await Eventually.HoldsAsync(() => _silo.Active == 2, "both silos are active");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_other.HasExited) _other.Kill();
        _other.Dispose();
        await _silo.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task A_killed_silo_loses_nothing_that_was_acknowledged_and_nothing_is_done_twice()
    {
        var load = Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() => AddAsync(w))));
        await Eventually.HoldsAsync(() => _acknowledged.Count > Commands / 4, "commands are answered");
        _other.Kill();
        await load;
        Assert.Equal(Enumerable.Range(0, Commands).Select(n => (long)n), _acknowledged.Order());
        Assert.Equal(_acknowledged.Order(), (await AppliedAsync("c")).Order());
        await Eventually.HoldsAsync(async () => (await _store.PendingLettersAsync(0, 1, CancellationToken.None)).IsEmpty, "every letter is taken");
        Assert.Equal(_acknowledged.Order(), (await AppliedAsync("to-c")).Order());
    }

    [Fact]
    public async Task A_watcher_hears_of_what_changes_on_the_other_silo()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var heard = new ConcurrentDictionary<string, bool>();
        var listening = Task.Run(
            async () =>
            {
                await foreach (var notice in _silo.Fleet.WatchAsync(Counter.Kind, null, stop.Token)) heard[notice.Id.Key] = true;
            },
            CancellationToken.None);
        var added = 0;
        await Eventually.HoldsAsync(
            async () =>
            {
                // Again and again: the watch begins some time after the listening, and notices may be missed.
                for (var n = 0; n < 50; n++) await AskAsync($"w{n}", new CounterCommand.Add(1), $"w{added++}");
                return heard.Count == 50;
            },
            "changes of all grains are heard, wherever they live");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);
    }

    private async Task AddAsync(int writer)
    {
        for (var number = (long)writer; number < Commands; number += Writers)
        {
            var key = $"c{number % 40}";
            await AskAsync(key, new CounterCommand.Add(number), $"n{number}");
            await AskAsync(key, new CounterCommand.Send($"to-{key}", new CounterCommand.Add(number)), $"s{number}");
            _acknowledged.Enqueue(number);
        }
    }

    private async Task AskAsync(string key, CounterCommand command, string id)
    {
        while (true)
        {
            try
            {
                Assert.True((await _silo.Fleet.AskAsync(Counter.Ref(key), command, Actor.System, id)).Ok);
                return;
            }
            catch (Exception again) when (again is FleetBusyException or GrainFaultException)
            {
                await Task.Delay(50);
            }
        }
    }

    private async Task<List<long>> AppliedAsync(string prefix)
    {
        var applied = new List<long>();
        for (var n = 0; n < 40; n++) applied.AddRange((await _silo.Fleet.ViewAsync(Counter.Ref($"{prefix}{n}"))).View.Added);
        return applied;
    }

    private async Task<string?> MembershipAsync()
    {
        if (Scripts is null) return null;
        foreach (var script in new[] { "PostgreSQL-Main.sql", "PostgreSQL-Clustering.sql" })
            await postgres.AskAsync(await File.ReadAllTextAsync(Path.Combine(Scripts, script)), Path.GetFileName(_place));
        return _database;
    }

    private async Task<Process> StartOtherAsync(SiloPlace place, string membership)
    {
        string[] arguments = [typeof(SiloChild).Assembly.Location, SiloChild.Verb, _database, $"{place.Port},{place.Gateway},{place.Primary}", membership];
        var other = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        Assert.Equal(SiloChild.Ready, await other.StandardOutput.ReadLineAsync());
        return other;
    }
}
