using System.Collections.Concurrent;
using Twofold.Fleet.Conformance;
using Twofold.Fleet.Hosting;

namespace Twofold.Fleet.Embedded.Tests;

/// <summary>A database that is killed under load loses nothing that was acknowledged, and the host goes on by itself when it is back.</summary>
public sealed class PostgresCrashTests(PrivatePostgres postgres) : IClassFixture<PrivatePostgres>, IAsyncLifetime
{
    private const int Writers = 8;
    private const int EnoughAnswers = 60;

    private readonly string _place = Path.Combine(Path.GetTempPath(), $"twofold-crash-{Guid.NewGuid():N}");
    private readonly ConcurrentQueue<long> _acknowledged = [];
    private readonly ConcurrentQueue<HostIncident> _incidents = [];
    private PostgresStore _store = null!;
    private EmbeddedFleet _fleet = null!;

    private string Database => Path.GetFileName(_place);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var options = new PostgresOptions(await postgres.DatabaseAsync(_place)) { RetryFor = TimeSpan.FromSeconds(1) };
        _store = await PostgresStore.OpenAsync(options, Counter.Registry);
        _fleet = new EmbeddedFleet(Counter.Registry, _store, TimeProvider.System, _incidents.Enqueue);
        _fleet.Start();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _fleet.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task A_killed_backend_costs_a_repetition_and_nothing_else()
    {
        await LoadAsync(() => postgres.KillBackendsAsync(Database), kills: 3);
        await AllOnceAsync();
    }

    [Fact]
    public async Task A_killed_server_loses_nothing_that_was_acknowledged_and_the_host_recovers_by_itself()
    {
        await LoadAsync(
            async () =>
            {
                await postgres.KillAsync();
                await postgres.StartAsync();
            },
            kills: 3);
        await AllOnceAsync();
    }

    [Fact]
    public async Task A_stopped_server_is_named_by_a_code_until_it_is_back()
    {
        await AddAsync(8);
        await postgres.StopAsync();
        var fault = await Assert.ThrowsAsync<GrainFaultException>(() => AddAsync(16));
        var refused = await Assert.ThrowsAsync<StoreTroubleException>(() => _store.GetAsync("d", CancellationToken.None));
        Assert.Equal(("store/unreachable", "store/unreachable", "store/unreachable"), (fault.Code, refused.Code, await _store.ProbeAsync(CancellationToken.None)));
        Assert.Contains(_incidents, i => i.Code == "store/unreachable");
        await postgres.StartAsync();
        await Eventually.HoldsAsync(() => TryAddAsync(16), "the host goes on");
        Assert.Null(await _store.ProbeAsync(CancellationToken.None));
        Assert.Equal([8, 16], (await _fleet.ViewAsync(Counter.Ref("c0"))).View.Added.Order());
    }

    private static string Key(long number) => $"c{number % Writers}";

    private async Task LoadAsync(Func<Task> kill, int kills)
    {
        using var stop = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() => AddUntilAsync(w, stop.Token))));
        for (var n = 0; n < kills; n++)
        {
            var before = _acknowledged.Count;
            await Eventually.HoldsAsync(() => _acknowledged.Count >= before + EnoughAnswers, "commands are answered");
            await kill();
        }

        var last = _acknowledged.Count;
        await Eventually.HoldsAsync(() => _acknowledged.Count >= last + EnoughAnswers, "commands are answered again");
        await stop.CancelAsync();
        await load;
    }

    // What was not answered is asked again under the same id, as every caller may.
    private async Task AddUntilAsync(int writer, CancellationToken stop)
    {
        for (var number = (long)writer; !stop.IsCancellationRequested; number += Writers)
        {
            while (!await TryAddAsync(number)) await Task.Delay(20, CancellationToken.None);
            _acknowledged.Enqueue(number);
        }
    }

    private async Task<bool> TryAddAsync(long number)
    {
        try
        {
            return (await AddAsync(number)).Ok;
        }
        catch (Exception error) when (error is GrainFaultException or FleetBusyException)
        {
            return false;
        }
    }

    private Task<Reply> AddAsync(long number) => _fleet.AskAsync(Counter.Ref(Key(number)), new CounterCommand.Add(number), Actor.System, $"n{number}");

    private async Task AllOnceAsync()
    {
        await using var fresh = new EmbeddedFleet(Counter.Registry, _store, TimeProvider.System, _ => { });
        var applied = new List<long>();
        for (var n = 0; n < Writers; n++) applied.AddRange((await fresh.ViewAsync(Counter.Ref($"c{n}"))).View.Added);
        Assert.Equal(_acknowledged.Order(), applied.Order());
    }
}
