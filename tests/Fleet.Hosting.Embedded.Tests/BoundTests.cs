using Twofold.Fleet.Conformance;
using Twofold.Fleet.Hosting;

namespace Twofold.Fleet.Embedded.Tests;

/// <summary>Every queue of the host is bounded and behaves as its documentation says when it is full.</summary>
public sealed class BoundTests : IAsyncLifetime
{
    private readonly string _place = Directory.CreateTempSubdirectory("twofold-bounds-").FullName;
    private readonly ManualTime _time = new();
    private readonly TaskCompletionSource _release = new();
    private SqliteStore _store = null!;
    private TroubledStore _troubled = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _store = await SqliteStore.OpenAsync(new SqliteOptions(Path.Combine(_place, "fleet.db")), Counter.Registry);
        _troubled = new TroubledStore(_store);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _release.TrySetResult();
        await _store.DisposeAsync();
        Directory.Delete(_place, recursive: true);
    }

    [Fact]
    public async Task A_full_mailbox_refuses_the_next_command_as_busy_and_keeps_the_others()
    {
        await using var fleet = Fleet(new EmbeddedOptions { Mailbox = 4 });
        HoldSaves();
        var first = AddAsync(fleet, "a");
        await Eventually.HoldsAsync(() => _troubled.Saves == 1, "the first command is being saved");
        var waiting = Enumerable.Range(0, 4).Select(_ => AddAsync(fleet, "a")).ToList();
        await Assert.ThrowsAsync<FleetBusyException>(() => AddAsync(fleet, "a"));
        _release.SetResult();
        Assert.All(await Task.WhenAll(waiting.Append(first)), r => Assert.True(r.Ok));
        Assert.Equal(5, (await fleet.ViewAsync(Counter.Ref("a"))).View.Sum);
    }

    [Fact]
    public async Task A_full_writer_refuses_the_next_write_as_busy_and_nothing_of_it_is_done()
    {
        await using var store = await SqliteStore.OpenAsync(new SqliteOptions(Path.Combine(_place, "small.db"), QueueCapacity: 2, GroupSize: 1), Counter.Registry);
        var saves = Enumerable.Range(0, 500).Select(n => (Key: $"g{n}", Saved: SaveAsync(store, $"g{n}"))).ToList();
        await Task.WhenAll(saves.Select(s => s.Saved.ContinueWith(_ => { })));
        var busy = saves.Where(s => s.Saved.IsFaulted).ToList();
        Assert.NotEmpty(busy);
        Assert.All(busy, s => Assert.IsType<FleetBusyException>(s.Saved.Exception!.InnerException));
        foreach (var (key, saved) in saves)
            Assert.Equal(saved.IsCompletedSuccessfully, await store.LoadAsync(Counter.Ref(key).Id, CancellationToken.None) is not null);
    }

    [Fact]
    public async Task A_command_that_met_a_full_writer_may_be_sent_again()
    {
        await using var fleet = Fleet();
        _troubled.OnSave = (_, _) => throw new FleetBusyException("writer");
        await Assert.ThrowsAsync<FleetBusyException>(() => AddAsync(fleet, "a", "once"));
        _troubled.OnSave = (_, save) => save();
        Assert.Equal(new Reply(1), await AddAsync(fleet, "a", "once"));
    }

    [Fact]
    public async Task Beyond_the_most_activations_the_longest_unused_are_unloaded()
    {
        await using var fleet = Fleet(new EmbeddedOptions { MaxActivations = 10 });
        for (var n = 0; n < 100; n++)
        {
            await AddAsync(fleet, $"g{n}");
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.InRange(fleet.Activated, 1, 10);
        }

        var loads = _troubled.Loads;
        Assert.Equal(1, (await fleet.ViewAsync(Counter.Ref("g99"))).View.Sum);
        Assert.Equal(loads, _troubled.Loads);
        Assert.Equal(1, (await fleet.ViewAsync(Counter.Ref("g0"))).View.Sum);
        Assert.Equal(loads + 1, _troubled.Loads);
    }

    [Fact]
    public async Task A_grain_that_rests_keeps_its_place_and_is_read_again_with_equal_state()
    {
        await using var fleet = Fleet(new EmbeddedOptions { RestAfter = TimeSpan.FromSeconds(15), IdleAfter = TimeSpan.FromHours(1) });
        fleet.Start();
        await AddAsync(fleet, "a");
        var before = await fleet.ViewAsync(Counter.Ref("a"));
        var loads = _troubled.Loads;
        await Eventually.HoldsAsync(
            async () =>
            {
                _time.Advance(TimeSpan.FromSeconds(20));
                return (await fleet.ViewAsync(Counter.Ref("a"))).Version == before.Version && _troubled.Loads > loads;
            },
            "the grain is read again");
        Assert.Equal(1, fleet.Activated);
        Assert.Equal(before.View.Added, (await fleet.ViewAsync(Counter.Ref("a"))).View.Added);
    }

    [Fact]
    public async Task When_every_activation_is_busy_another_grain_is_refused_as_busy()
    {
        await using var fleet = Fleet(new EmbeddedOptions { MaxActivations = 3 });
        HoldSaves();
        var held = Enumerable.Range(0, 3).Select(n => AddAsync(fleet, $"g{n}")).ToList();
        await Assert.ThrowsAsync<FleetBusyException>(() => AddAsync(fleet, "another"));
        _release.SetResult();
        await Task.WhenAll(held);
        await Eventually.HoldsAsync(async () => await SucceedsAsync(() => AddAsync(fleet, "another")), "there is room again");
    }

    [Fact]
    public async Task A_watcher_that_falls_behind_gets_one_notice_of_a_miss_and_then_goes_on()
    {
        await using var fleet = Fleet(new EmbeddedOptions { WatcherBuffer = 8 });
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await using var notices = fleet.WatchAsync(Counter.Kind, null, stop.Token).GetAsyncEnumerator(stop.Token);
        for (var n = 0; n < 50; n++) await AddAsync(fleet, "a");
        await notices.MoveNextAsync();
        Assert.Equal(new GrainNotice(default, 0, Missed: true), notices.Current);
        await AddAsync(fleet, "a");
        await notices.MoveNextAsync();
        Assert.Equal(new GrainNotice(Counter.Ref("a").Id, 51), notices.Current);
    }

    [Fact]
    public async Task Too_many_watchers_are_refused_as_busy_until_one_leaves()
    {
        await using var fleet = Fleet(new EmbeddedOptions { MaxWatchers = 2 });
        using var stay = new CancellationTokenSource();
        using var leave = new CancellationTokenSource();
        fleet.WatchAsync(null, null, stay.Token);
        fleet.WatchAsync(Counter.Kind, "a", leave.Token);
        Assert.Throws<FleetBusyException>(() => fleet.WatchAsync(Counter.Kind, null, stay.Token));
        await leave.CancelAsync();
        Assert.NotNull(fleet.WatchAsync(Counter.Kind, null, stay.Token));
        await stay.CancelAsync();
    }

    [Fact]
    public async Task More_letters_than_fit_in_memory_all_arrive_in_order()
    {
        await using var fleet = Fleet(new EmbeddedOptions { LettersInMemory = 3 });
        foreach (var n in Enumerable.Range(1, 40))
            await fleet.AskAsync(Counter.Ref("a"), new CounterCommand.Send($"b{n % 4}", new CounterCommand.Add(n)), Actor.System);
        fleet.Start();
        await Eventually.HoldsAsync(async () => (await _store.PendingLettersAsync(0, 1, CancellationToken.None)).IsEmpty, "every letter is taken");
        for (var n = 0; n < 4; n++)
            Assert.Equal(Enumerable.Range(1, 40).Where(x => x % 4 == n).Select(x => (long)x), (await fleet.ViewAsync(Counter.Ref($"b{n}"))).View.Added);
    }

    [Fact]
    public async Task More_due_grains_than_a_page_are_all_woken_in_one_sweep()
    {
        await using var fleet = Fleet(new EmbeddedOptions { SweepPage = 4 });
        foreach (var n in Enumerable.Range(0, 30)) await fleet.AskAsync(Counter.Ref($"g{n}"), new CounterCommand.SetAlarm(_time.GetUtcNow()), Actor.System);
        fleet.Start();
        await Eventually.HoldsAsync(async () => (await _store.DueAsync(_time.GetUtcNow(), null, 1, CancellationToken.None)).IsEmpty, "all have rung");
        Assert.Equal(60, (await _store.ReadAsync(new EventQuery(Take: 200), CancellationToken.None)).Length);
    }

    [Fact]
    public async Task A_reader_that_finds_the_waiting_room_full_is_refused_as_busy()
    {
        using var pool = new ReadPool(Path.Combine(_place, "fleet.db"), connections: 1, waitingRoom: 1);
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        var reading = Task.Run(async () => await pool.RunAsync(_ => Hold(entered, leave), CancellationToken.None));
        entered.Wait();
        var waiting = pool.RunAsync(_ => "waited", CancellationToken.None).AsTask();
        await Assert.ThrowsAsync<FleetBusyException>(async () => await pool.RunAsync(_ => "refused", CancellationToken.None));
        leave.Set();
        Assert.Equal(("held", "waited"), (await reading, await waiting));
        Assert.Equal("next", await pool.RunAsync(_ => "next", CancellationToken.None));
    }

    [Fact]
    public void The_access_log_forgets_the_oldest_first_and_counts_them_all()
    {
        var log = new AccessRing(3);
        for (var n = 1; n <= 5; n++) log.Note(new AccessRefusal(_time.GetUtcNow(), ActorKind.Person, $"p{n}", default, "c", ""));
        Assert.Equal(["p5", "p4", "p3"], log.Latest(10).Select(r => r.ActorId));
        Assert.Equal(["p5"], log.Latest(1).Select(r => r.ActorId));
        Assert.Equal(5, log.Total);
    }

    [Fact]
    public async Task A_key_or_command_id_that_is_too_long_is_refused()
    {
        await using var fleet = Fleet();
        Assert.Equal("grain/bad-key", (await AddAsync(fleet, new string('k', 129))).Code);
        Assert.Equal("grain/bad-key", (await AddAsync(fleet, "")).Code);
        Assert.Equal("command/bad-id", (await AddAsync(fleet, "a", new string('i', 129))).Code);
        await Assert.ThrowsAsync<ArgumentException>(() => fleet.ViewAsync(Counter.Ref("")));
    }

    [Fact]
    public async Task A_closed_host_refuses_commands_as_busy()
    {
        var fleet = Fleet();
        await AddAsync(fleet, "a");
        await fleet.DisposeAsync();
        await Assert.ThrowsAsync<FleetBusyException>(() => AddAsync(fleet, "a"));
    }

    private static Task<Reply> AddAsync(EmbeddedFleet fleet, string key, string? commandId = null) =>
        fleet.AskAsync(Counter.Ref(key), new CounterCommand.Add(1), Actor.System, commandId);

    private static async Task<bool> SaveAsync(SqliteStore store, string key) => await store.SaveAsync(Writes.Of(key), CancellationToken.None);

    private static async Task<bool> SucceedsAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (FleetBusyException)
        {
            return false;
        }
    }

    private static string Hold(ManualResetEventSlim entered, ManualResetEventSlim leave)
    {
        entered.Set();
        leave.Wait();
        return "held";
    }

    private EmbeddedFleet Fleet(EmbeddedOptions? options = null) => new(Counter.Registry, _troubled, _time, _ => { }, options);

    private void HoldSaves() => _troubled.OnSave = async (_, save) =>
    {
        await _release.Task;
        return await save();
    };
}
