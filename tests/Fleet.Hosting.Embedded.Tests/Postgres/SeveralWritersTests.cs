using System.Collections.Immutable;
using System.Diagnostics;
using Twofold.Fleet.Conformance;

namespace Twofold.Fleet.Embedded.Tests;

/// <summary>Several programs write to one database at once: nothing is lost, nothing is done twice, and a feed has no gap.</summary>
public sealed class SeveralWritersTests(PrivatePostgres postgres) : IClassFixture<PrivatePostgres>, IAsyncLifetime
{
    private const int Writers = 2;

    private readonly string _place = Path.Combine(Path.GetTempPath(), $"twofold-writers-{Guid.NewGuid():N}");
    private PostgresStore _store = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var options = new PostgresOptions(await postgres.DatabaseAsync(_place), Alone: false);
        _store = await PostgresStore.OpenAsync(options, Counter.Registry);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Two_processes_that_write_at_once_lose_nothing_and_do_nothing_twice()
    {
        var children = await Task.WhenAll(Enumerable.Range(0, Writers).Select(StartAsync));
        var writing = Task.WhenAll(children.Select(c => c.WaitForExitAsync()));
        var letters = FollowAsync(writing, async mark => Shown(await _store.PendingLettersAsync(mark, 50, CancellationToken.None)));
        var events = FollowAsync(writing, async mark => Shown(await _store.FeedAsync(mark, 50, CancellationToken.None)));
        var answered = (await Task.WhenAll(children.Select(NumbersAsync))).SelectMany(n => n).ToList();
        await Task.WhenAll(letters, events);
        Assert.All(children, c => Assert.Equal(0, c.ExitCode));
        Assert.Equal(Enumerable.Range(0, Writers * WriterChild.NumbersPerWriter), answered.Order());
        await AppliedOnceAsync();

        // What a follower saw while everybody wrote is what is there in the end: nothing came in behind its back.
        Assert.Equal(await ThereAsync("SELECT from_kind || '/' || from_key || '#' || sequence FROM letters ORDER BY mark"), await letters);
        Assert.Equal(await ThereAsync("SELECT kind || '/' || key || '@' || version FROM events ORDER BY position"), await events);
        Assert.Equal((300, 600), ((await letters).Count, (await events).Count));
    }

    [Fact]
    public async Task Of_two_stores_that_save_from_one_version_exactly_one_does()
    {
        await using var other = await PostgresStore.OpenAsync(new PostgresOptions(await postgres.DatabaseAsync(_place), Alone: false), Counter.Registry);
        for (var version = 1; version <= 50; version++)
        {
            var saved = await Task.WhenAll(new[] { _store, other }.Select(s => s.SaveAsync(Writes.Of("a", version), CancellationToken.None).AsTask()));
            Assert.Single(saved, s => s);
        }

        Assert.Equal(50, (await _store.ReadAsync(new EventQuery(Take: 200), CancellationToken.None)).Length);
    }

    // Every counter's history has every version once, and every number once.
    private async Task AppliedOnceAsync()
    {
        var added = new List<long>();
        for (var n = 0; n < WriterChild.Counters; n++)
        {
            var versions = (await HistoryAsync($"c{n}")).Select(e => e.Version).ToList();
            Assert.Equal(Enumerable.Range(1, versions.Count).Select(v => (long)v).Reverse(), versions);
            await using var reader = new EmbeddedFleet(Counter.Registry, _store, TimeProvider.System, _ => { });
            added.AddRange((await reader.ViewAsync(Counter.Ref($"c{n}"))).View.Added);
        }

        Assert.Equal(Enumerable.Range(0, Writers * WriterChild.NumbersPerWriter).Select(n => (long)n), added.Order());
    }

    private async Task<List<StoredEvent>> HistoryAsync(string key)
    {
        var (all, before) = (new List<StoredEvent>(), long.MaxValue);
        while (await _store.ReadAsync(new EventQuery(before, Counter.Kind, key, Take: 200), CancellationToken.None) is { IsEmpty: false } page)
        {
            all.AddRange(page);
            before = page[^1].Position;
        }

        return all;
    }

    private async Task<string[]> ThereAsync(string sql) => (await postgres.AskAsync(sql, Path.GetFileName(_place))).Split('\n');

    private static List<(long Mark, string Name)> Shown(ImmutableArray<(long Mark, StoredLetter Letter)> page) =>
        [.. page.Select(l => (l.Mark, l.Letter.CommandId))];

    private static List<(long Mark, string Name)> Shown(ImmutableArray<StoredEvent> page) => [.. page.Select(e => (e.Position, $"{e.Grain}@{e.Version}"))];

    private static async Task<List<string>> FollowAsync(Task writing, Func<long, Task<List<(long Mark, string Name)>>> beyond)
    {
        var (followed, mark) = (new List<string>(), 0L);
        while (true)
        {
            // The last look begins after everybody has ended.
            var last = writing.IsCompleted;
            var page = await beyond(mark);
            followed.AddRange(page.Select(row => row.Name));
            if (page.Count > 0) mark = page[^1].Mark;
            else if (last) return followed;
            else await Task.Delay(1);
        }
    }

    private async Task<Process> StartAsync(int writer)
    {
        string[] arguments = [typeof(WriterChild).Assembly.Location, WriterChild.Verb, await postgres.DatabaseAsync(_place), $"{writer}"];
        return Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
    }

    private static async Task<ImmutableArray<int>> NumbersAsync(Process child)
    {
        var lines = await child.StandardOutput.ReadToEndAsync();
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => int.Parse(l.TrimEnd(';')))];
    }
}
