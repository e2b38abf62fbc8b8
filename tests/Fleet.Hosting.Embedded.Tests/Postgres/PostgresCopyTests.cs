using System.Globalization;
using System.Text;
using Twofold.Fleet.Conformance;

namespace Twofold.Fleet.Embedded.Tests;

/// <summary>A database is copied beside its writers as it is at one instant, and put back whole into an empty one or not at all.</summary>
public sealed class PostgresCopyTests(PrivatePostgres postgres) : IClassFixture<PrivatePostgres>, IAsyncLifetime
{
    private const int Writers = 4;
    private const string Key = "the key of a person";

    private static readonly DateTimeOffset RestoredAt = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("twofold-copy-");
    private PostgresStore _store = null!;

    private string Source => _place.Name;

    private string Target => $"{_place.Name}-target";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _store = await OpenAsync(Source, alone: false);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _place.Delete(recursive: true);
    }

    [Fact]
    public async Task A_copy_beside_several_writers_has_everything_acknowledged_before_it_and_all_of_it_is_of_one_instant()
    {
        await using var other = await OpenAsync(Source, alone: false);
        using var stop = new CancellationTokenSource();
        var acknowledged = new long[Writers];
        var load = Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() => WriteAsync(w % 2 == 0 ? _store : other, w, acknowledged, stop.Token))));
        await Eventually.HoldsAsync(() => acknowledged.All(n => Volatile.Read(ref acknowledged[0]) > 20 && n > 20), "all of them write");
        var before = acknowledged.ToArray();
        await CopyAsync();
        await stop.CancelAsync();
        await load;
        await RestoreAsync();

        await using var restored = await OpenAsync(Target);
        for (var w = 0; w < Writers; w++) await WholeAsync(restored, w, atLeast: before[w]);
        Assert.Equal(await IndexAsync(restored), await RebuiltAsync(restored));
    }

    [Fact]
    public async Task A_restored_database_says_so_keeps_its_marks_and_writes_above_what_it_had()
    {
        await _store.BeginRoundAsync(7, CancellationToken.None);
        Assert.True(await _store.SaveAsync(Writes.Of("a") with { Letters = [Writes.Letter("a", "b", 1000)] }, CancellationToken.None));

        // As if the old server had counted a million transactions more than this one.
        await postgres.AskAsync("UPDATE events SET position = position + (1000000::bigint << 20); UPDATE letters SET mark = mark + (1000000::bigint << 20)", Source);
        await CopyAsync();
        await RestoreAsync();
        await using var restored = await OpenAsync(Target);
        Assert.Equal(RestoredAt, await restored.RestoredAtAsync(CancellationToken.None));
        Assert.Equal("7", await postgres.AskAsync("SELECT value FROM marks WHERE name = 'document-round'", Target));
        Assert.True(await restored.SaveAsync(Writes.Of("a", 2) with { Letters = [Writes.Letter("a", "b", 2000)] }, CancellationToken.None));
        Assert.Equal([2L, 1], (await restored.ReadAsync(new EventQuery(), CancellationToken.None)).Select(e => e.Version));
        Assert.Equal([1000L, 2000], (await restored.PendingLettersAsync(0, 10, CancellationToken.None)).Select(l => l.Letter.Sequence));
    }

    [Fact]
    public async Task While_a_copy_is_made_feeds_go_on_and_a_person_is_erased_of_whom_no_byte_is_left_after_it()
    {
        var person = new PersonKey("p1", Encoding.ASCII.GetBytes("a mark of thirty-two bytes and a"), Encoding.ASCII.GetBytes(Key));
        Assert.True(await _store.SaveAsync(Writes.Of("a") with { Persons = [person] }, CancellationToken.None));
        await CopyAsync(meanwhile: async () =>
        {
            Assert.True(await _store.SaveAsync(Writes.Of("b") with { Letters = [Writes.Letter("b", "a", 1000)] }, CancellationToken.None));
            Assert.Equal(["a", "b"], (await _store.FeedAsync(0, 10, CancellationToken.None)).Select(e => e.Grain.Key));
            Assert.Single(await _store.PendingLettersAsync(0, 10, CancellationToken.None));
            Assert.True(await _store.ErasePersonAsync("p1", Writes.At, CancellationToken.None));
        });
        Assert.False(await InTableAsync(Key));
    }

    [Fact]
    public async Task A_copy_that_loses_its_database_in_the_middle_of_a_table_is_made_again()
    {
        await ManyEventsAsync();
        var (killing, times) = (Task.CompletedTask, 0);
        var options = await OptionsAsync(Source) with { RetryFor = TimeSpan.FromSeconds(30) };
        await PostgresCopy.MakeAsync(options, _place.FullName, KillInEvents, CancellationToken.None);
        await killing;
        Assert.True(times > 1, "it was not killed in time");
        await RestoreAsync();
        Assert.Equal("200000", await postgres.AskAsync("SELECT count(DISTINCT body) FROM events", Target));

        void KillInEvents(double part)
        {
            if (part is > 0.05 and < 0.15 && times++ == 0) killing = EndSessionsAsync(Source);
            else if (part > 0.15) killing.GetAwaiter().GetResult();
        }
    }

    [Fact]
    public async Task A_copy_that_is_stopped_in_the_middle_of_a_table_ends_at_once_and_says_that_it_was_stopped()
    {
        await ManyEventsAsync();
        using var stop = new CancellationTokenSource();
        var options = await OptionsAsync(Source);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PostgresCopy.MakeAsync(options, _place.FullName, StopInEvents, stop.Token));
        Assert.False(File.Exists(Path.Combine(_place.FullName, "postgres", "letters")));

        void StopInEvents(double part)
        {
            if (part is > 0.05 and < 0.15) stop.CancelAfter(TimeSpan.FromMilliseconds(20));
        }
    }

    [Fact]
    public async Task A_full_disk_ends_a_copy_as_what_it_is()
    {
        await ManyEventsAsync();
        _place.CreateSubdirectory("postgres");
        File.CreateSymbolicLink(Path.Combine(_place.FullName, "postgres", "events"), "/dev/full");
        var options = await OptionsAsync(Source);
        var full = await Assert.ThrowsAsync<IOException>(() => PostgresCopy.MakeAsync(options, _place.FullName, _ => { }, CancellationToken.None));
        Assert.Contains("No space left", full.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_of_a_former_step_is_brought_up_to_date_and_one_of_a_newer_step_is_refused()
    {
        Assert.True(await _store.SaveAsync(Writes.Of("a", sum: 3), CancellationToken.None));
        await postgres.AskAsync("ALTER TABLE snapshots DROP COLUMN clear; DELETE FROM schema_version WHERE step = 3", Source);
        await CopyAsync();
        await RestoreAsync();
        await using (var restored = await OpenAsync(Target)) Assert.Equal(["a 3"], await IndexAsync(restored));

        var contents = Path.Combine(_place.FullName, "postgres", "tables.json");
        await File.WriteAllTextAsync(contents, (await File.ReadAllTextAsync(contents)).Replace("\"step\": 2", "\"step\": 1000", StringComparison.Ordinal));
        Assert.Equal("store/too-new", (await Assert.ThrowsAsync<StoreTroubleException>(() => RestoreAsync("newer"))).Code);
        await EmptyAsync($"{Target}newer");
    }

    [Theory]
    [InlineData("tables.json", "{}")]
    [InlineData("tables.json", """{ "step": 3, "tables": [] }""")]
    [InlineData("grains", "no rows")]
    [InlineData("events", null)]
    public async Task A_copy_that_is_not_what_it_says_is_refused_and_leaves_nothing(string file, string? text)
    {
        await CopyAsync();
        var place = Path.Combine(_place.FullName, "postgres", file);
        if (text is null) File.Delete(place);
        else await File.WriteAllTextAsync(place, text);
        Assert.Equal("store/bad-copy", (await Assert.ThrowsAsync<StoreTroubleException>(() => RestoreAsync())).Code);
        await EmptyAsync(Target);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(1)]
    public async Task A_restore_that_loses_its_database_half_way_or_just_before_the_end_leaves_nothing_and_may_be_done_again(double at)
    {
        Assert.True(await _store.SaveAsync(Writes.Of("a", sum: 3), CancellationToken.None));
        await CopyAsync();
        Assert.Equal("store/unreachable", (await Assert.ThrowsAsync<StoreTroubleException>(() => RestoreAsync(progress: part => KillAt(part >= at)))).Code);
        await EmptyAsync(Target);
        await RestoreAsync();
        await using var restored = await OpenAsync(Target);
        Assert.Equal(["a 3"], await IndexAsync(restored));
    }

    [Fact]
    public async Task A_restore_that_loses_its_database_in_the_middle_of_a_table_leaves_nothing()
    {
        await ManyEventsAsync();
        await CopyAsync();
        var killing = Task.CompletedTask;
        Assert.Equal("store/unreachable", (await Assert.ThrowsAsync<StoreTroubleException>(() => RestoreAsync(progress: KillInEvents))).Code);
        await killing;
        await EmptyAsync(Target);

        void KillInEvents(double part)
        {
            if (part is > 0.05 and < 0.15) killing = EndSessionsAsync(Target);
            else if (part > 0.15) killing.GetAwaiter().GetResult();
        }
    }

    [Fact]
    public async Task Whoever_stops_it_before_the_commit_leaves_nothing()
    {
        await CopyAsync();
        await Assert.ThrowsAsync<IOException>(() => RestoreAsync(beforeCommit: () => throw new IOException()));
        await EmptyAsync(Target);
    }

    [Fact]
    public async Task A_database_that_has_a_fleet_or_is_in_use_is_left_alone_and_an_empty_one_has_nothing_to_copy()
    {
        await CopyAsync();
        await using (await OpenAsync(Target, alone: false))
        {
            Assert.Equal("store/in-use", (await Assert.ThrowsAsync<StoreTroubleException>(() => RestoreAsync())).Code);
        }

        Assert.Equal("store/not-empty", (await Assert.ThrowsAsync<StoreTroubleException>(() => RestoreAsync())).Code);
        var options = await OptionsAsync($"{Target}empty");
        Assert.Equal("store/empty", (await Assert.ThrowsAsync<StoreTroubleException>(() => PostgresCopy.MakeAsync(options, _place.FullName, _ => { }, default))).Code);
    }

    [Fact]
    public async Task Every_table_is_in_a_copy_or_is_made_anew()
    {
        var there = (await postgres.AskAsync("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'", Source)).Split('\n');
        Assert.Equal(
            CopyContents.Kept.Concat(CopyContents.MadeAnew).Order(StringComparer.Ordinal),
            there.Where(t => !t.StartsWith("ix_", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private static async Task WriteAsync(PostgresStore store, int writer, long[] acknowledged, CancellationToken stop)
    {
        GrainWrite? from = null;
        for (var version = 1L; !stop.IsCancellationRequested; version++)
        {
            var write = Writes.Of($"w{writer}", version, $"name {version}", version, from: from) with { Letters = [Writes.Letter($"w{writer}", "b", version)] };
            Assert.True(await store.SaveAsync(from = write, CancellationToken.None));
            Volatile.Write(ref acknowledged[writer], version);
        }
    }

    // State, events, letters and the chain's head are all of the same version.
    private async Task WholeAsync(PostgresStore restored, int writer, long atLeast)
    {
        var key = $"w{writer}";
        var grain = (await restored.LoadAsync(Counter.Ref(key).Id, CancellationToken.None))!;
        Assert.True(grain.Version >= atLeast, $"`{key}` is at {grain.Version}, {atLeast} was acknowledged before the copy began");
        Assert.Equal(Writes.Head(key, grain.Version).ToArray(), grain.Head.ToArray());
        Assert.Equal(grain.Head.ToArray(), (await restored.LastHashAsync(grain.Id, CancellationToken.None))!.Value.ToArray());
        var expected = string.Create(CultureInfo.InvariantCulture, $"{grain.Version}|{grain.Version}");
        Assert.Equal(expected, await postgres.AskAsync($"SELECT (SELECT count(*) FROM events WHERE key = '{key}'), (SELECT max(sequence) FROM letters WHERE from_key = '{key}')", Target));
    }

    private static async Task<List<string>> IndexAsync(PostgresStore store)
    {
        var page = await store.QueryAsync(new IndexQuery("counters", []), CancellationToken.None);
        return [.. page.Items.Select(i => $"{i.Text("name")}{i.Key} {i.Integer("sum")}")];
    }

    private static async Task<List<string>> RebuiltAsync(PostgresStore store)
    {
        await store.RebuildIndexAsync(CancellationToken.None);
        return await IndexAsync(store);
    }

    private async Task<PostgresOptions> OptionsAsync(string database, bool alone = true) =>
        new(await postgres.DatabaseAsync($"/{database}"), alone) { RetryFor = TimeSpan.FromMilliseconds(500) };

    private async Task<PostgresStore> OpenAsync(string database, bool alone = true) => await PostgresStore.OpenAsync(await OptionsAsync(database, alone), Counter.Registry);

    private async Task CopyAsync(Func<Task>? meanwhile = null)
    {
        var half = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var go = new ManualResetEventSlim(meanwhile is null);
        var options = await OptionsAsync(Source);
        var copying = Task.Run(() => PostgresCopy.MakeAsync(options, _place.FullName, part => Pause(part), CancellationToken.None));
        try
        {
            await Task.WhenAny(half.Task, copying);
            if (meanwhile is not null) await meanwhile().WaitAsync(TimeSpan.FromSeconds(30));
        }
        finally
        {
            go.Set();
            await copying;
        }

        void Pause(double part)
        {
            if (part < 0.6) return;
            half.TrySetResult();
            go.Wait();
        }
    }

    private Task ManyEventsAsync() => postgres.AskAsync(
        """
        INSERT INTO events (position, kind, key, version, type, at, actor_kind, actor_id, command_id, body, hash)
        SELECT n, 'counter', 'a', n, 'Added', n, 0, 'twofold', n::text, decode(repeat(md5(n::text), 20), 'hex'), '' FROM generate_series(1, 200000) AS n
        """,
        Source);

    private async Task RestoreAsync(string suffix = "", Action<double>? progress = null, Action? beforeCommit = null) => await PostgresRestore.RunAsync(
        await OptionsAsync(Target + suffix), Counter.Registry, _place.FullName, RestoredAt, progress ?? (_ => { }), beforeCommit ?? (() => { }));

    private void KillAt(bool now)
    {
        if (now) EndSessionsAsync(Target).GetAwaiter().GetResult();
    }

    private Task EndSessionsAsync(string database) =>
        postgres.AskAsync($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{database}' AND backend_type = 'client backend'");

    private async Task EmptyAsync(string database) =>
        Assert.Equal("0", await postgres.AskAsync("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace", database));

    private async Task<bool> InTableAsync(string text)
    {
        await postgres.AskAsync("CHECKPOINT", Source);
        return await postgres.AskAsync($"SELECT position('{text}'::bytea IN pg_read_binary_file(pg_relation_filepath('person_keys'))) > 0", Source) == "t";
    }
}
