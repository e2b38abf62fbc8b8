namespace Twofold.Fleet.Conformance;

/// <summary>What every store promises the audit: keys of persons, the feed of events, checkpoints and witnesses.</summary>
public abstract class AuditConformance : StoreConformance
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task Keys_of_persons_are_kept_with_the_events_that_name_them_or_not_at_all()
    {
        var store = await OpenAsync();
        await store.SaveAsync(Writes.Of("a"));
        Assert.False(await store.SaveAsync(Writes.Of("a") with { Persons = [Person("p1", 1)] }));
        Assert.Null(await store.Persons.PersonAsync("p1", Never));
        Assert.True(await store.SaveAsync(Writes.Of("b") with { Persons = [Person("p1", 1), Person("p2", 2)] }));
        await store.DisposeAsync();
        var again = await OpenAsync();
        Assert.Equal("p2", (await again.Persons.FindPersonAsync(Mark(2), Never))?.Id);
        Assert.Equal(Person("p1", 1).Key.ToArray(), (await again.Persons.PersonAsync("p1", Never))!.Key.ToArray());
        Assert.Null(await again.Persons.FindPersonAsync(Mark(3), Never));
    }

    [Fact]
    public async Task The_same_key_again_changes_nothing_and_another_one_in_its_place_is_answered_false()
    {
        var store = await OpenAsync();
        Assert.True(await store.SaveAsync(Writes.Of("a") with { Persons = [Person("p1", 1)] }));
        Assert.True(await store.SaveAsync(Writes.Of("b") with { Persons = [Person("p1", 1)] }));
        Assert.False(await store.SaveAsync(Writes.Of("c") with { Persons = [Person("p2", 1)] }));
        Assert.False(await store.SaveAsync(Writes.Of("d") with { Persons = [Person("p1", 9)] }));
        Assert.Null(await store.LoadAsync("c"));
        Assert.Equal(2, (await store.Events.ReadAsync(new EventQuery(), Never)).Length);
    }

    [Fact]
    public async Task An_erased_person_keeps_the_id_and_nothing_else()
    {
        var store = await OpenAsync();
        await store.SaveAsync(Writes.Of("a") with { Persons = [Person("p1", 1), Person("p2", 2)] });
        Assert.True(await store.Persons.ErasePersonAsync("p1", Writes.At, Never));
        Assert.False(await store.Persons.ErasePersonAsync("p1", Writes.At.AddDays(1), Never));
        Assert.False(await store.Persons.ErasePersonAsync("nobody", Writes.At, Never));
        await store.DisposeAsync();
        var again = await OpenAsync();
        var erased = (await again.Persons.PersonAsync("p1", Never))!;
        Assert.Equal((0, 0, Writes.At), (erased.Mark.Length, erased.Key.Length, erased.ErasedAt));
        Assert.Null(await again.Persons.FindPersonAsync(Mark(1), Never));
        Assert.NotNull(await again.Persons.FindPersonAsync(Mark(2), Never));
        Assert.True(await again.SaveAsync(Writes.Of("b") with { Persons = [Person("p3", 1)] }));
    }

    [Fact]
    public async Task The_feed_shows_every_event_once_oldest_first()
    {
        var store = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(n => store.SaveAsync(Writes.Of($"g{n}"))));
        for (var version = 2; version <= 5; version++) await store.SaveAsync(Writes.Of("g0", version));
        var (events, after) = (new List<StoredEvent>(), 0L);
        for (var page = await store.Checkpoints.FeedAsync(after, 7, Never); !page.IsEmpty; page = await store.Checkpoints.FeedAsync(after, 7, Never))
        {
            events.AddRange(page);
            after = page[^1].Position;
        }

        Assert.Equal(44, events.Count);
        Assert.Equal(events.Select(e => e.Position).Order().Distinct(), events.Select(e => e.Position));
        Assert.Equal([1L, 2, 3, 4, 5], events.Where(e => e.Grain.Key == "g0").Select(e => e.Version));
        var links = await store.Checkpoints.LinksAsync(events[3].Position, 1000, Never);
        Assert.Equal(events.Skip(4).Select(e => (e.Position, e.Grain, Convert.ToHexString(e.Hash.Span))), links.Select(l => (l.Position, l.Grain, Convert.ToHexString(l.Hash.Span))));
        Assert.Equal(events.Last(e => e.Grain.Key == "g0").Hash.ToArray(), (await store.Persons.LastHashAsync(Counter.Ref("g0").Id, Never))!.Value.ToArray());
        Assert.Null(await store.Persons.LastHashAsync(Counter.Ref("nobody").Id, Never));
    }

    [Fact]
    public async Task Checkpoints_follow_on_one_another_without_a_gap()
    {
        var store = await OpenAsync();
        Assert.Null(await store.Checkpoints.NewestCheckpointAsync(Never));
        Assert.False(await store.Checkpoints.AddCheckpointAsync(Checkpoint(2, 0, 5), Never));
        Assert.True(await store.Checkpoints.AddCheckpointAsync(Checkpoint(1, 0, 5), Never));
        Assert.False(await store.Checkpoints.AddCheckpointAsync(Checkpoint(1, 0, 6), Never));
        Assert.False(await store.Checkpoints.AddCheckpointAsync(Checkpoint(2, 4, 9), Never));
        Assert.True(await store.Checkpoints.AddCheckpointAsync(Checkpoint(2, 5, 9), Never));
        await store.DisposeAsync();
        var again = await OpenAsync();
        Assert.Equal(Checkpoint(2, 5, 9), await again.Checkpoints.NewestCheckpointAsync(Never));
        Assert.Equal([Checkpoint(1, 0, 5), Checkpoint(2, 5, 9)], await again.Checkpoints.CheckpointsAsync(0, 200, Never));
        Assert.Equal([2L], (await again.Checkpoints.CheckpointsAsync(1, 200, Never)).Select(c => c.Number));
    }

    [Fact]
    public async Task Of_many_checkpoints_with_one_number_exactly_one_is_kept()
    {
        var store = await OpenAsync();
        var added = await Task.WhenAll(Enumerable.Range(1, 20).Select(n => store.Checkpoints.AddCheckpointAsync(Checkpoint(1, 0, n), Never).AsTask()));
        Assert.Single(added, a => a);
        Assert.Single(await store.Checkpoints.CheckpointsAsync(0, 200, Never));
    }

    [Fact]
    public async Task How_far_a_witness_is_never_goes_back()
    {
        var store = await OpenAsync();
        Assert.Equal(0, await store.Checkpoints.WitnessedAsync("file", Never));
        foreach (var number in new[] { 3L, 7, 5 }) await store.Checkpoints.WitnessAsync("file", number, Never);
        await store.Checkpoints.WitnessAsync("url", 1, Never);
        await store.DisposeAsync();
        var again = await OpenAsync();
        Assert.Equal((7L, 1L), (await again.Checkpoints.WitnessedAsync("file", Never), await again.Checkpoints.WitnessedAsync("url", Never)));
    }

    private static PersonKey Person(string id, byte mark) => new(id, Mark(mark), Enumerable.Repeat(mark, 120).ToArray());

    private static ReadOnlyMemory<byte> Mark(byte mark) => Enumerable.Repeat(mark, 32).ToArray();

    private static StoredCheckpoint Checkpoint(long number, long after, long through) => new(number, Writes.At, after, through, $"{number}.{after}.{through}");
}
