using System.Text;
using Twofold.Auditing;

namespace Twofold.Fleet.Conformance;

/// <summary>What every store promises. A store is one subclass away from this suite.</summary>
public abstract class StoreConformance : IAsyncLifetime
{
    private readonly List<StoreUnderTest> _opened = [];

    /// <summary>A place of its own for each test.</summary>
    protected string Place { get; } = Directory.CreateTempSubdirectory("twofold-store-").FullName;

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var store in _opened) await store.DisposeAsync();
        Directory.Delete(Place, recursive: true);
    }

    /// <summary>Opens or creates the store at the place.</summary>
    protected abstract Task<StoreUnderTest> OpenStoreAsync(string place, GrainRegistry registry);

    /// <summary>Opens a store that the suite closes in the end.</summary>
    protected async Task<StoreUnderTest> OpenAsync(GrainRegistry? registry = null)
    {
        var store = await OpenStoreAsync(Place, registry ?? Counter.Registry);
        _opened.Add(store);
        return store;
    }

    [Fact]
    public async Task A_grain_comes_back_as_it_was_saved()
    {
        var store = await OpenAsync();
        var write = Writes.Of("a", name: "alpha", sum: 7, alarm: Writes.At.AddTicks(12345));
        Assert.True(await store.SaveAsync(write));
        await store.DisposeAsync();
        var again = await OpenAsync();
        var stored = (await again.LoadAsync("a"))!;
        Assert.Equal((1L, write.Grain.WakeAt), (stored.Version, stored.WakeAt));
        Assert.Equal(write.Grain.State.ToArray(), stored.State.ToArray());
        Assert.Equal(write.Grain.Ledger.ToArray(), stored.Ledger.ToArray());
        Assert.Equal(write.Grain.Head.ToArray(), stored.Head.ToArray());
        Assert.Null(await again.LoadAsync("b"));
    }

    [Fact]
    public async Task Many_writes_at_once_are_all_durable_once_answered()
    {
        var store = await OpenAsync();
        var saved = await Task.WhenAll(Enumerable.Range(0, 1000).Select(n => store.SaveAsync(Writes.Of($"g{n}"))));
        Assert.All(saved, Assert.True);
        await store.DisposeAsync();
        var again = await OpenAsync();
        Assert.Equal(new IndexCount(1000), (await again.Index.QueryAsync(new IndexQuery("counters", []), CancellationToken.None)).Total);
    }

    [Fact]
    public async Task Of_many_writes_from_one_version_exactly_one_is_saved_and_the_others_leave_nothing()
    {
        var store = await OpenAsync();
        await store.SaveAsync(Writes.Of("a"));
        var attempts = Enumerable.Range(0, 40).Select(n => store.SaveAsync(Writes.Of("a", 2, sum: n) with { Letters = [Writes.Letter("a", "b", 2000)] }));
        var others = Enumerable.Range(0, 40).Select(n => store.SaveAsync(Writes.Of($"other{n}")));
        var saved = await Task.WhenAll(attempts.Concat(others));
        Assert.Equal(1, saved.Take(40).Count(s => s));
        Assert.All(saved.Skip(40), Assert.True);
        Assert.Equal(2, (await store.Events.ReadAsync(new EventQuery(Key: "a", Kind: Counter.Kind), CancellationToken.None)).Length);
        Assert.Single(await store.LettersAsync());
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(5, 4)]
    [InlineData(1, 2)]
    [InlineData(0, 3)]
    public async Task A_write_from_another_version_is_answered_false(long stored, long expected)
    {
        var store = await OpenAsync();
        for (var version = 1L; version <= stored; version++) Assert.True(await store.SaveAsync(Writes.Of("a", version)));
        Assert.False(await store.SaveAsync(Writes.Of("a", expected + 1)));
        Assert.Equal(stored, (await store.LoadAsync("a"))?.Version ?? 0);
        Assert.Equal(stored, (await store.Events.ReadAsync(new EventQuery(), CancellationToken.None)).Length);
    }

    [Fact]
    public async Task A_write_that_throws_fails_alone_and_the_store_lives_on()
    {
        var store = await OpenAsync();
        var bad = Writes.Of("bad") with { Index = [new("counters", "", null, ["name", "not a number", null])] };
        var good = Enumerable.Range(0, 50).Select(n => store.SaveAsync(Writes.Of($"good{n}"))).ToList();
        var failing = store.SaveAsync(bad);
        var more = Enumerable.Range(50, 50).Select(n => store.SaveAsync(Writes.Of($"good{n}"))).ToList();
        Assert.All(await Task.WhenAll(good.Concat(more)), Assert.True);
        await Assert.ThrowsAsync<IndexException>(() => failing);
        Assert.Null(await store.LoadAsync("bad"));
        Assert.True(await store.SaveAsync(Writes.Of("after")));
    }

    [Fact]
    public async Task An_event_comes_back_with_everything_that_its_hash_covers()
    {
        var store = await OpenAsync();
        var odd = Writes.Event("a", 1, ActorKind.Token, "p\u00e4rla \U0001F512") with
        {
            At = Writes.At.AddTicks(1234567), Body = Encoding.UTF8.GetBytes("{ \"type\":\"added\",  \"by\":1.00 }"),
        };
        var write = GrainChain.Link(Writes.Of("a") with { Events = [odd, Writes.Event("a", 1)] }, EventChain.Start);
        Assert.True(await store.SaveAsync(write));
        Assert.True(await store.SaveAsync(GrainChain.Link(Writes.Of("a", 2), write.Grain.Head)));
        await store.DisposeAsync();
        var again = await OpenAsync();
        var events = (await again.Events.ReadAsync(new EventQuery(), CancellationToken.None)).Reverse().ToList();
        var head = EventChain.Start;
        foreach (var happened in events)
        {
            head = EventChain.Next(head.Span, happened.ToAudit());
            Assert.Equal(head.ToArray(), happened.Hash.ToArray());
        }

        Assert.Equal(3, events.Count);
        Assert.Equal(head.ToArray(), (await again.LoadAsync("a"))!.Head.ToArray());
    }

    [Fact]
    public async Task Letters_come_in_the_order_they_were_written_and_only_beyond_the_mark()
    {
        var store = await OpenAsync();
        await store.SaveAsync(Writes.Of("a") with { Letters = [Writes.Letter("a", "b", 1000), Writes.Letter("a", "c", 1001)] });
        await store.SaveAsync(Writes.Of("b") with { Letters = [Writes.Letter("b", "a", 1000)] });
        var all = await store.LettersAsync();
        Assert.Equal(["counter/a#1000", "counter/a#1001", "counter/b#1000"], all.Select(l => l.Letter.CommandId));
        Assert.Equal(all[1..].Select(l => l.Mark), (await store.Grains.PendingLettersAsync(all[0].Mark, 10, CancellationToken.None)).Select(l => l.Mark));
        var first = all[0].Letter;
        Assert.Equal((ActorKind.Token, "pipeline", "ada", Counter.Ref("b").Id), (first.Actor.Kind, first.Actor.Id, first.Actor.OnBehalfOf, first.To));
        Assert.True(first.Actor.May(Capability.Wipe));
    }

    [Fact]
    public async Task Letters_of_one_sender_come_in_the_order_of_their_sequence()
    {
        var store = await OpenAsync();
        await store.SaveAsync(Writes.Of("a") with { Letters = [Writes.Letter("a", "b", 1000), Writes.Letter("a", "c", 1001)] });
        await store.SaveAsync(Writes.Of("b") with { Letters = [Writes.Letter("b", "a", 1000)] });
        await store.SaveAsync(Writes.Of("a", 2) with { Letters = [Writes.Letter("a", "b", 2000)] });
        Assert.Equal([1000L, 1001, 2000], (await store.Grains.LettersFromAsync(Counter.Ref("a").Id, 10, CancellationToken.None)).Select(l => l.Sequence));
        Assert.Equal([1000L, 1001], (await store.Grains.LettersFromAsync(Counter.Ref("a").Id, 2, CancellationToken.None)).Select(l => l.Sequence));
        Assert.Empty(await store.Grains.LettersFromAsync(Counter.Ref("c").Id, 10, CancellationToken.None));
    }

    [Fact]
    public async Task A_forgotten_letter_is_gone_and_forgetting_it_again_changes_nothing()
    {
        var store = await OpenAsync();
        await store.SaveAsync(Writes.Of("a") with { Letters = [Writes.Letter("a", "b", 1000), Writes.Letter("a", "b", 1001)] });
        for (var n = 0; n < 2; n++) await store.Grains.ForgetLettersAsync([Writes.Letter("a", "b", 1000)], CancellationToken.None);
        Assert.Equal([1001L], (await store.LettersAsync()).Select(l => l.Letter.Sequence));
    }

    [Fact]
    public async Task A_refused_letter_stays_and_says_why()
    {
        var store = await OpenAsync();
        await store.SaveAsync(Writes.Of("a") with { Letters = [Writes.Letter("a", "b", 1000)] });
        await store.Grains.RefuseLetterAsync(Writes.Letter("a", "b", 1000), new LetterRefusal("vm/paused", "the vm is paused"), CancellationToken.None);
        Assert.Equal(new LetterRefusal("vm/paused", "the vm is paused"), (await store.LettersAsync()).Single().Letter.Refusal);
    }

    [Fact]
    public async Task A_parked_letter_no_longer_waits_but_is_kept()
    {
        var store = await OpenAsync();
        await store.SaveAsync(Writes.Of("a") with { Letters = [Writes.Letter("a", "b", 1000)] });
        await store.Grains.ParkLetterAsync(new ParkedLetter(Writes.Letter("a", "b", 1000), "it threw 8 times", Writes.At), CancellationToken.None);
        Assert.Empty(await store.LettersAsync());
        var parked = (await store.Grains.ParkedLettersAsync(10, CancellationToken.None)).Single();
        Assert.Equal(("counter/a#1000", "it threw 8 times", Writes.At), (parked.Letter.CommandId, parked.Reason, parked.At));
    }

    [Fact]
    public async Task Due_grains_come_longest_due_first_in_pages_and_never_early()
    {
        var store = await OpenAsync();
        foreach (var n in Enumerable.Range(0, 5)) await store.SaveAsync(Writes.Of($"g{n}", alarm: Writes.At.AddTicks(n)));
        await store.SaveAsync(Writes.Of("never"));
        var first = await store.Grains.DueAsync(Writes.At.AddTicks(3), null, 3, CancellationToken.None);
        var second = await store.Grains.DueAsync(Writes.At.AddTicks(3), first[^1], 3, CancellationToken.None);
        Assert.Equal(["g0", "g1", "g2"], first.Select(d => d.Id.Key));
        Assert.Equal([new DueGrain(Counter.Ref("g3").Id, 1, Writes.At.AddTicks(3))], second);
    }

    [Fact]
    public async Task A_deadline_that_comes_stays_moves_or_goes_is_due_where_it_stands()
    {
        var store = await OpenAsync();
        DateTimeOffset?[] deadlines = [null, Writes.At, Writes.At, Writes.At.AddTicks(7), null];
        var write = Writes.Of("a");
        foreach (var (n, deadline) in deadlines.Index())
        {
            write = Writes.Of("a", n + 1, sum: n, alarm: deadline, from: n == 0 ? null : write);
            Assert.True(await store.SaveAsync(write));
            Assert.False(await store.SaveAsync(write));
            var due = await store.Grains.DueAsync(Writes.At.AddTicks(7), null, 2, CancellationToken.None);
            Assert.Equal(deadline, (await store.LoadAsync("a"))!.WakeAt);
            Assert.Equal(new[] { deadline }.OfType<DateTimeOffset>().Select(at => new DueGrain(Counter.Ref("a").Id, n + 1, at)), due);
        }
    }

    [Fact]
    public async Task All_grains_of_a_kind_are_read_in_pages()
    {
        var store = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 25).Select(n => store.SaveAsync(Writes.Of($"g{n:00}"))));
        var keys = new List<string>();
        for (var page = await PageAsync(null); !page.IsEmpty; page = await PageAsync(keys[^1])) keys.AddRange(page.Select(g => g.Id.Key));
        Assert.Equal(Enumerable.Range(0, 25).Select(n => $"g{n:00}"), keys);

        async Task<System.Collections.Immutable.ImmutableArray<StoredGrain>> PageAsync(string? after) =>
            await store.Reader.PageAsync(Counter.Kind, after, 10, CancellationToken.None);
    }

    [Fact]
    public async Task A_document_is_kept_under_its_digest_and_never_changes()
    {
        var store = await OpenAsync();
        await store.Documents.PutAsync("d1", "first", CancellationToken.None);
        await store.Documents.PutAsync("d1", "second", CancellationToken.None);
        Assert.Equal("first", await store.Documents.GetAsync("d1", CancellationToken.None));
        Assert.Null(await store.Documents.GetAsync("d2", CancellationToken.None));
        await Assert.ThrowsAnyAsync<Exception>(() => store.Documents.PutAsync("d3", new string('x', 65537), CancellationToken.None));
        Assert.Null(await store.Documents.GetAsync("d3", CancellationToken.None));
    }
}
