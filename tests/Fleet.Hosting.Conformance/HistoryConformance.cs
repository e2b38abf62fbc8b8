using System.Collections.Immutable;
using System.Security.Cryptography;
using Twofold.Auditing;

namespace Twofold.Fleet.Conformance;

/// <summary>What every store promises of the past.</summary>
public abstract class HistoryConformance : AuditConformance
{
    private static readonly GrainId A = Counter.Ref("a").Id;

    [Fact]
    public async Task The_past_of_a_grain_is_its_events_up_to_the_last_that_is_not_later()
    {
        var store = await OpenAsync();
        await SaveAsync(store, 1, 2, 3, 4);
        Assert.Equal([1L, 2, 3], (await PastAsync(store, Moment.Of(Minute(3)))).Events.Select(e => e.Version));
        Assert.Empty((await PastAsync(store, Moment.Of(Minute(0)))).Events);
        var second = (await store.Events.ReadAsync(new EventQuery(), CancellationToken.None)).Single(e => e.Version == 2);
        Assert.Equal([1L, 2], (await PastAsync(store, Moment.After(second.Position))).Events.Select(e => e.Version));
    }

    [Fact]
    public async Task A_clock_that_was_set_back_hides_nothing_that_had_happened()
    {
        var store = await OpenAsync();
        await SaveAsync(store, 1, 50, 2, 3);
        Assert.Equal([1L, 2, 3], (await PastAsync(store, Moment.Of(Minute(2)))).Events.Select(e => e.Version));
    }

    [Fact]
    public async Task A_snapshot_is_taken_in_time_and_the_past_begins_at_it()
    {
        var store = await OpenAsync();
        await SaveAsync(store, [.. Enumerable.Range(1, IGrainHistory.SnapshotEvery + 2)]);
        var late = await PastAsync(store, Moment.Of(Minute(10_000)));
        Assert.Equal(IGrainHistory.SnapshotEvery, late.From!.Version);
        Assert.Equal([IGrainHistory.SnapshotEvery + 1L, IGrainHistory.SnapshotEvery + 2L], late.Events.Select(e => e.Version));
        Assert.Equal(Minute(IGrainHistory.SnapshotEvery), late.From.At);
        Assert.Null((await PastAsync(store, Moment.Of(Minute(IGrainHistory.SnapshotEvery - 1)))).From);
    }

    [Fact]
    public async Task What_is_forgotten_leaves_its_place_its_name_and_its_digest()
    {
        var store = await OpenAsync();
        await SaveAsync(store, 1, 2, 3);
        var events = await store.Checkpoints.FeedAsync(0, 10, CancellationToken.None);
        var digest = SHA256.HashData(events[0].Body.Span);
        var end = new StoredSnapshot(A, 2, events[1].Position, events[1].At, 1, "{}"u8.ToArray());
        for (var again = 0; again < 2; again++)
            await store.Retention.ForgetAsync(new Forgetting([(events[0].Position, digest)], [end], events[1].Position), CancellationToken.None);
        var kept = await store.Checkpoints.FeedAsync(0, 10, CancellationToken.None);
        Assert.Equal(digest, kept[0].Forgotten.ToArray());
        Assert.True(kept[0].Body.IsEmpty);
        Assert.Equal(events.Select(e => (e.Position, e.Type, e.At, e.CommandId)), kept.Select(e => (e.Position, e.Type, e.At, e.CommandId)));
        Assert.All(kept[1..], e => Assert.True(e.Forgotten.IsEmpty && !e.Body.IsEmpty));
        Assert.Equal(EventChain.Next(EventChain.Start.Span, kept[0].ToAudit()), EventChain.Next(EventChain.Start.Span, events[0].ToAudit()));
        Assert.Equal(events[1].Position, await store.Retention.ForgottenUpToAsync(CancellationToken.None));
        Assert.Equal((2L, 3L), ((await PastAsync(store, Moment.Of(Minute(9)))).From!.Version, (await PastAsync(store, Moment.Of(Minute(9)))).Events.Single().Version));
    }

    [Fact]
    public async Task Documents_that_nothing_names_for_some_rounds_are_collected()
    {
        var store = await OpenAsync();
        foreach (var digest in new[] { "named", "forgotten" }) await store.Documents.PutAsync(digest, digest, CancellationToken.None);
        var round = await store.Retention.BeginRoundAsync(7, CancellationToken.None);
        await store.Documents.PutAsync("new", "new", CancellationToken.None);
        await store.Retention.NameAsync(round, ["named", "unknown"], CancellationToken.None);
        Assert.Equal((7L, 7L, 8L, 8L), (round, await NextAsync(7), await NextAsync(20), await NextAsync(8)));
        Assert.Equal(1, await store.Retention.CollectAsync(round, 10, CancellationToken.None));
        Assert.Null(await store.Documents.GetAsync("forgotten", CancellationToken.None));
        Assert.NotNull(await store.Documents.GetAsync("named", CancellationToken.None));
        Assert.NotNull(await store.Documents.GetAsync("new", CancellationToken.None));

        async Task<long> NextAsync(long most) => await store.Retention.BeginRoundAsync(most, CancellationToken.None);
    }

    [Fact]
    public async Task The_shape_of_what_is_stored_is_kept_beside_it()
    {
        var store = await OpenAsync();
        var write = Writes.Of("a");
        await store.SaveAsync(write with
        {
            Grain = write.Grain with { Shape = 7 },
            Events = [write.Events[0] with { Shape = 8 }],
            Letters = [Writes.Letter("a", "b", 1000) with { Shape = 9 }],
        });
        Assert.Equal(7, (await store.LoadAsync("a"))!.Shape);
        Assert.Equal(8, (await store.Checkpoints.FeedAsync(0, 1, CancellationToken.None)).Single().Shape);
        Assert.Equal(9, (await store.LettersAsync()).Single().Letter.Shape);
        await store.Grains.ParkLetterAsync(new ParkedLetter((await store.LettersAsync()).Single().Letter, "why", Writes.At), CancellationToken.None);
        Assert.Equal(9, (await store.Grains.ParkedLettersAsync(1, CancellationToken.None)).Single().Letter.Shape);
    }

    private static DateTimeOffset Minute(int n) => Writes.At.AddMinutes(n);

    private static async Task<StoredPast> PastAsync(StoreUnderTest store, Moment moment) => await store.History.PastAsync(A, moment, CancellationToken.None);

    // One write for each minute that is given, in this order.
    private static async Task SaveAsync(StoreUnderTest store, params int[] minutes)
    {
        foreach (var (index, minute) in minutes.Index())
        {
            var write = Writes.Of("a", index + 1);
            Assert.True(await store.SaveAsync(write with { Events = [write.Events[0] with { At = Minute(minute) }] }));
        }
    }
}
