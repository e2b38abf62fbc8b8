using System.Text.Json;
using Twofold.Auditing;
using Twofold.Fleet.Conformance;

namespace Twofold.Fleet.Embedded.Tests;

/// <summary>What a grain was is answered as it was seen then, also after retention has forgotten what is older than its limit.</summary>
public sealed class HistoryTests : IAsyncLifetime
{
    private const int Commands = 900;

    private readonly string _place = Directory.CreateTempSubdirectory("twofold-history-").FullName;
    private readonly ManualTime _time = new();
    private readonly List<(GrainRef<CounterCommand, CounterState> Of, DateTimeOffset At, string View)> _seen = [];
    private EmbeddedHost? _host;

    private EmbeddedHost Host => _host!;

    private PastReader Past => new(Counter.Forgetful, Host.Store);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var file = new SqliteOptions(Path.Combine(_place, "fleet.db"));
        _host = await EmbeddedHost.StartAsync(file, Counter.Forgetful, _time, _ => { }, new EmbeddedOptions { MaxActivations = 8 });
        await LiveAsync(new Random(4));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Directory.Delete(_place, recursive: true);
    }

    [Fact]
    public async Task Every_past_instant_is_answered_as_it_was_seen_then()
    {
        foreach (var (of, at, view) in _seen) Assert.Equal(view, await ViewAsync(of, Moment.Of(at)));
    }

    [Fact]
    public async Task Every_place_in_the_log_is_answered_with_the_state_after_it()
    {
        foreach (var happened in (await FeedAsync()).Where((_, n) => n % 17 == 0))
        {
            var seen = await Past.ViewAsync(Counter.Ref(happened.Grain.Key), Moment.After(happened.Position), _time.GetUtcNow(), CancellationToken.None);
            Assert.Equal((happened.Version, happened.At), (seen.Version, seen.Since));
        }
    }

    [Fact]
    public async Task After_retention_everything_within_the_limit_is_answered_as_before_and_the_chains_hold()
    {
        var limit = _seen[_seen.Count / 2].At;
        var chained = Heads(await FeedAsync());
        var sweep = new EventSweep(Counter.Forgetful, Host.Store, Host.Store, Host.Store);
        while (await sweep.RunAsync(limit, CancellationToken.None))
        {
        }

        var after = await FeedAsync();
        Assert.All(after, e => Assert.Equal(e.Type == "added" && e.At < limit, e.Body.IsEmpty && !e.Forgotten.IsEmpty));
        Assert.Equal(chained, Heads(after));
        foreach (var (of, at, view) in _seen.Where(s => s.At >= limit)) Assert.Equal(view, await ViewAsync(of, Moment.Of(at)));
        await Assert.ThrowsAsync<ForgottenException>(() => ViewAsync(_seen[Commands / 4].Of, Moment.Of(_seen[Commands / 4].At)));
    }

    [Fact]
    public async Task Retention_that_has_nothing_to_forget_changes_nothing()
    {
        var sweep = new EventSweep(Counter.Forgetful, Host.Store, Host.Store, Host.Store);
        Assert.False(await sweep.RunAsync(_seen[0].At, CancellationToken.None));
        Assert.All(await FeedAsync(), e => Assert.True(e.Forgotten.IsEmpty));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_loses_nothing_and_breaks_no_chain()
    {
        _time.Advance(TimeSpan.FromDays(-30));
        var before = (await Host.Fleet.ViewAsync(Counter.Ref("c0"))).View.Sum;
        Assert.True((await Host.Fleet.AskAsync(Counter.Ref("c0"), new CounterCommand.Add(5), Actor.System)).Ok);
        Assert.Equal(before + 5, (await Host.Fleet.ViewAsync(Counter.Ref("c0"))).View.Sum);
        var events = await FeedAsync();
        Assert.True(events[^1].At < events[^2].At);
        Assert.NotEmpty(Heads(events));
        Assert.Equal(before + 5, (await Past.ViewAsync(Counter.Ref("c0"), Moment.After(events[^1].Position), _time.GetUtcNow(), CancellationToken.None)).View.Sum);
    }

    // Two counters live at once, so that each has a snapshot and its events stand between others'.
    private async Task LiveAsync(Random lot)
    {
        for (var n = 0; n < Commands; n++)
        {
            _time.Advance(TimeSpan.FromSeconds(lot.Next(1, 600)));
            var of = Counter.Ref($"c{lot.Next(0, 2)}");
            CounterCommand command = lot.Next(0, 6) == 0 ? new CounterCommand.Name($"name {n}") : new CounterCommand.Add(lot.Next(1, 100));
            Assert.True((await Host.Fleet.AskAsync(of, command, Actor.System)).Ok);
            _seen.Add((of, _time.GetUtcNow(), JsonSerializer.Serialize((await Host.Fleet.ViewAsync(of)).View)));
        }
    }

    private async Task<string> ViewAsync(GrainRef<CounterCommand, CounterState> of, Moment moment) =>
        JsonSerializer.Serialize((await Past.ViewAsync(of, moment, _time.GetUtcNow(), CancellationToken.None)).View);

    private async Task<List<StoredEvent>> FeedAsync()
    {
        var all = new List<StoredEvent>();
        while (await Host.Store.FeedAsync(all.Count == 0 ? 0 : all[^1].Position, 200, CancellationToken.None) is { IsEmpty: false } page) all.AddRange(page);
        return all;
    }

    private static Dictionary<GrainId, string> Heads(List<StoredEvent> events)
    {
        var heads = new Dictionary<GrainId, byte[]>();
        foreach (var happened in events)
        {
            var next = EventChain.Next(heads.GetValueOrDefault(happened.Grain, EventChain.Start.ToArray()), happened.ToAudit());
            Assert.Equal(happened.Hash.ToArray(), next);
            heads[happened.Grain] = next;
        }

        return heads.ToDictionary(h => h.Key, h => Convert.ToHexString(h.Value));
    }
}
