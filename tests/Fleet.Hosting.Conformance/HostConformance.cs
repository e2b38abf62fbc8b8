using System.Collections.Immutable;

namespace Twofold.Fleet.Conformance;

/// <summary>What every host promises. A host is one subclass away from this suite.</summary>
public abstract class HostConformance : IAsyncLifetime
{
    /// <summary>How long a grain may be unused before the host under test unloads it.</summary>
    protected static readonly TimeSpan IdleAfter = TimeSpan.FromMinutes(10);

    private readonly List<HostUnderTest> _started = [];

    /// <summary>The clock of the hosts under test.</summary>
    protected ManualTime Time { get; } = new();

    /// <summary>A place of its own for each test, which a host's store outlives the host in.</summary>
    protected string Place { get; } = Directory.CreateTempSubdirectory("twofold-host-").FullName;

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var host in _started) await host.DisposeAsync();
        Directory.Delete(Place, recursive: true);
    }

    /// <summary>Starts a host of the counter kind over the store at the place; the trouble stands between the host and that store.</summary>
    protected abstract Task<HostUnderTest> StartHostAsync(string place, TimeProvider time, Func<IGrainStore, TroubledStore> trouble);

    /// <summary>Starts a host that the suite stops in the end.</summary>
    protected async Task<HostUnderTest> StartAsync(Action<TroubledStore>? prepare = null)
    {
        var host = await StartHostAsync(Place, Time, real => Prepared(real, prepare));
        _started.Add(host);
        return host;
    }

    [Fact]
    public async Task Turns_of_one_grain_never_overlap()
    {
        var host = await StartAsync();
        var key = $"alone-{Guid.NewGuid():N}";
        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => Task.Run(() => host.AddAsync(key, 1, $"c{n}"))));
        Assert.Equal(0, OverlapProbe.OverlapsOf(Counter.Ref(key).Id));
        Assert.Equal(Enumerable.Range(1, 200).Select(n => (long)n), replies.Select(r => r.Version).Order());
        Assert.Equal(200, (await host.SeeAsync(key)).Sum);
    }

    [Fact]
    public async Task A_refused_command_writes_no_state_and_no_event()
    {
        var host = await StartAsync();
        await host.AddAsync("a", 1);
        var saves = host.Store.Saves;
        var reply = await host.AskAsync("a", new CounterCommand.Refuse());
        Assert.Equal(("counter/refused", 1L), (reply.Code, reply.Version));
        Assert.Equal(saves, host.Store.Saves);
        Assert.Single(await host.Events.ReadAsync(new EventQuery(), CancellationToken.None));
    }

    [Fact]
    public async Task An_accepted_command_survives_a_host_restart()
    {
        var first = await StartAsync();
        var reply = await first.AddAsync("a", 5);
        await first.DisposeAsync();
        var second = await StartAsync();
        var seen = await second.Fleet.ViewAsync(Counter.Ref("a"));
        Assert.Equal((reply.Version, 5L), (seen.Version, seen.View.Sum));
    }

    [Fact]
    public async Task A_grain_that_was_only_looked_at_shows_the_same_again_and_takes_its_turn()
    {
        var first = await StartAsync();
        await first.AddAsync("a", 5);
        await first.DisposeAsync();
        var second = await StartAsync();
        var looks = new[] { await second.SeeAsync("a"), await second.SeeAsync("a"), await second.SeeAsync("a") };
        Assert.All(looks, seen => Assert.Equal(5, seen.Sum));
        Assert.All(looks, seen => Assert.Equal(looks[0].Added, seen.Added));
        Assert.Equal(new Reply(2), await second.AddAsync("a", 2));
        Assert.Equal(7, (await second.SeeAsync("a")).Sum);
    }

    [Fact]
    public async Task A_grain_that_was_looked_at_once_takes_its_turn_from_what_is_stored()
    {
        var first = await StartAsync();
        await first.AddAsync("a", 5);
        await first.DisposeAsync();
        var second = await StartAsync();
        Assert.Equal(5, (await second.SeeAsync("a")).Sum);
        Assert.Equal(new Reply(2), await second.AddAsync("a", 2));
        Assert.Equal(7, (await second.SeeAsync("a")).Sum);
    }

    [Fact]
    public async Task A_command_repeated_changes_nothing_even_after_a_restart()
    {
        var first = await StartAsync();
        await first.AddAsync("a", 5, "once");
        Assert.True((await first.AddAsync("a", 5, "once")).Ok);
        await first.DisposeAsync();
        var second = await StartAsync();
        Assert.Equal(new Reply(1), await second.AddAsync("a", 5, "once"));
        Assert.Equal(5, (await second.SeeAsync("a")).Sum);
    }

    [Fact]
    public async Task A_stale_activation_is_discarded_and_the_command_retried_once()
    {
        var host = await StartAsync();
        await host.AddAsync("a", 1);
        await WriteBehindAsync(host, "a", 10);
        var (saves, reply) = (host.Store.Saves, await host.AddAsync("a", 100));
        Assert.Equal((2, 3L), (host.Store.Saves - saves, reply.Version));
        Assert.Equal([1, 10, 100], (await host.SeeAsync("a")).Added);
    }

    [Fact]
    public async Task A_save_refused_twice_is_a_fault_and_harms_nothing()
    {
        var host = await StartAsync();
        host.Store.OnSave = (_, _) => ValueTask.FromResult(false);
        var fault = await Assert.ThrowsAsync<GrainFaultException>(() => host.AddAsync("a", 1));
        Assert.Equal(("grain/save-failed", 2), (fault.Code, host.Store.Saves));
        host.Store.OnSave = (_, save) => save();
        Assert.Equal(new Reply(1), await host.AddAsync("a", 1));
    }

    [Fact]
    public async Task A_save_that_landed_and_threw_counts_once()
    {
        var host = await StartAsync();
        host.Store.OnSave = async (_, save) =>
        {
            host.Store.OnSave = (_, next) => next();
            await save();
            throw new IOException("the answer was lost");
        };
        Assert.Equal(new Reply(1), await host.AddAsync("a", 7));
        Assert.Equal([7], (await host.SeeAsync("a")).Added);
    }

    [Fact]
    public async Task A_rule_that_throws_loses_its_turn_not_its_grain()
    {
        var host = await StartAsync();
        await host.AddAsync("a", 1);
        var fault = await Assert.ThrowsAsync<GrainFaultException>(() => host.AskAsync("a", new CounterCommand.Break()));
        Assert.Equal("grain/turn-failed", fault.Code);
        Assert.Equal(new Reply(2), await host.AddAsync("a", 2));
        Assert.Equal(3, (await host.SeeAsync("a")).Sum);
    }

    [Fact]
    public async Task An_idle_grain_unloads_and_returns_with_equal_state()
    {
        var host = await StartAsync();
        await host.AddAsync("a", 4);
        var (before, loads) = (await host.Fleet.ViewAsync(Counter.Ref("a")), host.Store.Loads);
        await Eventually.HoldsAsync(
            async () =>
            {
                Time.Advance(IdleAfter + TimeSpan.FromSeconds(1));
                await Task.Yield();
                return (await host.Fleet.ViewAsync(Counter.Ref("a"))) is { Version: 1 } && host.Store.Loads > loads;
            },
            "the grain is loaded again");
        var after = await host.Fleet.ViewAsync(Counter.Ref("a"));
        Assert.Equal((before.Version, before.View.Sum), (after.Version, after.View.Sum));
        Assert.Equal(before.View.Added, after.View.Added);
    }

    [Fact]
    public async Task A_grain_wakes_at_or_after_its_deadline_even_after_a_restart()
    {
        var deadline = Time.GetUtcNow() + TimeSpan.FromHours(1);
        var first = await StartAsync();
        await first.AskAsync("a", new CounterCommand.SetAlarm(deadline));
        await first.DisposeAsync();
        Time.Advance(TimeSpan.FromMinutes(59));
        var second = await StartAsync();
        Assert.Empty((await second.SeeAsync("a")).Rang);
        await Eventually.HoldsAsync(
            async () =>
            {
                Time.Advance(TimeSpan.FromSeconds(1));
                return (await second.SeeAsync("a")).Rang.Length == 1;
            },
            "the grain wakes");
        Assert.True((await second.SeeAsync("a")).Rang[0] >= deadline);
    }

    [Fact]
    public async Task Watchers_see_a_snapshot_then_strictly_increasing_versions_ending_at_the_latest()
    {
        var host = await StartAsync();
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var notices = host.Fleet.WatchAsync(Counter.Kind, "a", stop.Token);
        await host.AddAsync("a", 1);
        var snapshot = await host.Fleet.ViewAsync(Counter.Ref("a"));
        var adding = Task.WhenAll(Enumerable.Range(0, 100).Select(_ => host.AddAsync("a", 1)));
        var seen = new List<long>();
        await foreach (var notice in notices)
        {
            Assert.Equal(Counter.Ref("a").Id, notice.Id);
            seen.Add(notice.Version);
            if (notice.Version == 101) break;
        }

        await adding;
        Assert.Equal(1, snapshot.Version);
        Assert.Equal(seen.Order().Distinct(), seen);
        Assert.Equal(101, (await host.Fleet.ViewAsync(Counter.Ref("a"))).Version);
    }

    [Fact]
    public async Task A_denied_command_is_refused_and_noted()
    {
        var host = await StartAsync();
        var stranger = new Actor(ActorKind.Person, "mallory", ImmutableHashSet.Create(Capability.FleetRead));
        var reply = await host.Fleet.AskAsync(Counter.Ref("a"), new CounterCommand.Add(1), stranger);
        Assert.Equal("access/denied", reply.Code);
        Assert.Equal(("mallory", Counter.Ref("a").Id), (host.Access.Latest(5).Single().ActorId, host.Access.Latest(5).Single().Grain));
        Assert.Equal(0, (await host.SeeAsync("a")).Sum);
    }

    [Fact]
    public async Task A_view_does_not_wait_for_a_save()
    {
        var host = await StartAsync();
        await host.AddAsync("a", 1);
        var release = new TaskCompletionSource();
        host.Store.OnSave = async (_, save) =>
        {
            await release.Task;
            return await save();
        };
        var adding = host.AddAsync("a", 10);
        await Eventually.HoldsAsync(() => host.Store.Saves == 2, "the second save begins");
        Assert.Equal(1, (await host.SeeAsync("a")).Sum);
        release.SetResult();
        await adding;
        Assert.Equal(11, (await host.SeeAsync("a")).Sum);
    }

    private static TroubledStore Prepared(IGrainStore real, Action<TroubledStore>? prepare)
    {
        var store = new TroubledStore(real);
        prepare?.Invoke(store);
        return store;
    }

    // What another writer would do, behind the host's back.
    private async Task WriteBehindAsync(HostUnderTest host, string key, long by)
    {
        var kind = Counter.Registry.Kind(Counter.Kind);
        var id = Counter.Ref(key).Id;
        var grain = kind.Load(id, await host.Store.LoadAsync(id, CancellationToken.None), Counter.Registry);
        var envelope = new CommandEnvelope(id, "behind", Actor.System, null, 0, kind.Encode(new CounterCommand.Add(by)));
        var (saves, write) = (host.Store.Saves, grain.Turn(envelope, Time.GetUtcNow()).Write!);
        Assert.True(await host.Store.SaveAsync(write, CancellationToken.None));
        Assert.Equal(saves + 1, host.Store.Saves);
    }
}
