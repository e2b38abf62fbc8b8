using System.Collections.Immutable;

namespace Twofold.Fleet.Conformance;

/// <summary>What every store promises about long lists: places to go on from, bounded counts, search, and rows that a rebuild finds again.</summary>
public abstract class ListConformance : HistoryConformance
{
    private const int Many = IndexCount.Bound + 50;

    /// <summary>Drops the index and fills it again from the grains.</summary>
    protected abstract Task RebuildIndexAsync(StoreUnderTest store);

    [Theory]
    [InlineData(null, false)]
    [InlineData(null, true)]
    [InlineData("name", false)]
    [InlineData("name", true)]
    [InlineData("alarm", false)]
    [InlineData("alarm", true)]
    public async Task A_list_that_is_walked_from_place_to_place_has_every_row_once_in_its_order(string? column, bool descending)
    {
        var store = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 47).Select(n => store.SaveAsync(
            Writes.Of($"g{n:00}", name: n % 5 == 0 ? null : $"N{n % 3}", alarm: n % 4 == 0 ? null : Writes.At.AddMinutes(n % 7)))));
        var query = new IndexQuery("counters", [], SortBy: column, Descending: descending, Take: 7);
        var whole = await store.Index.QueryAsync(query with { Take = IndexQuery.MaxTake }, CancellationToken.None);
        Assert.Null(whole.Next);
        Assert.Equal(whole.Items.Select(i => i.Key), (await WalkAsync(store, query)).Select(i => i.Key));
        Assert.Equal(47, whole.Items.Length);
    }

    [Fact]
    public async Task A_walk_under_a_filter_and_a_search_stays_within_them()
    {
        var store = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 60).Select(n => store.SaveAsync(Writes.Of($"g{n:00}", name: n % 2 == 0 ? "even one" : "odd one", sum: n % 10))));
        var filtered = await WalkAsync(store, new IndexQuery("counters", [new("name", FilterMatch.Is, "odd one")], SortBy: "sum", Take: 4));
        Assert.Equal(30, filtered.DistinctBy(i => i.Key).Count());
        Assert.Equal(filtered.OrderBy(i => i.Integer("sum")).ThenBy(i => i.Key, StringComparer.Ordinal), filtered);
        Assert.Equal(60, (await WalkAsync(store, new IndexQuery("counters", [], "one", "sum", Take: 8))).Length);
    }

    [Fact]
    public async Task A_place_of_another_order_is_refused()
    {
        var store = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(n => store.SaveAsync(Writes.Of($"g{n}", name: "x"))));
        var page = await store.Index.QueryAsync(new IndexQuery("counters", [], SortBy: "name", Take: 2), CancellationToken.None);
        var refused = await Assert.ThrowsAsync<IndexException>(() =>
            store.Index.QueryAsync(new IndexQuery("counters", [], SortBy: "sum", After: page.Next), CancellationToken.None));
        Assert.Equal("index/bad-cursor", refused.Code);
    }

    [Fact]
    public async Task Counts_are_exact_on_facets_and_everywhere_else_up_to_the_bound()
    {
        var store = await OpenAsync();
        await SaveManyAsync(store, n => Writes.Of($"g{n:00000}", name: n < 20 ? "few" : "many", sum: n));
        Assert.Equal(new IndexCount(Many), await TotalAsync(store, null));
        Assert.Equal(new IndexCount(Many - 20), await TotalAsync(store, null, new IndexFilter("name", FilterMatch.Is, "many")));
        Assert.Equal(new IndexCount(IndexCount.Bound, AtLeast: true), await TotalAsync(store, "man"));
        Assert.Equal(new IndexCount(IndexCount.Bound, AtLeast: true), await TotalAsync(store, null, new IndexFilter("sum", FilterMatch.AtLeast, "3")));
        Assert.Equal(new IndexCount(9_990), await TotalAsync(store, null, new IndexFilter("sum", FilterMatch.Below, "9990")));
        Assert.Equal(new IndexCount(20), await TotalAsync(store, "few"));
        var all = await store.Index.CountAsync("counters", "name", [], null, CancellationToken.None);
        Assert.Equal((new IndexCount(Many - 20), new IndexCount(20)), (all.Of("many"), all.Of("few")));
        Assert.True((await store.Index.CountAsync("counters", "name", [], "m", CancellationToken.None)).AtLeast);
        Assert.Equal(new IndexCount(20), (await store.Index.CountAsync("counters", "name", [], "FEW", CancellationToken.None)).Of("few"));
    }

    [Fact]
    public async Task A_page_beyond_a_common_word_or_a_common_value_is_still_in_order()
    {
        var store = await OpenAsync();
        await SaveManyAsync(store, n => Writes.Of($"g{n:00000}", name: $"common {n % 7}", sum: Many - n));
        foreach (var sort in new[] { "name", "sum", null })
        {
            var query = new IndexQuery("counters", [new("sum", FilterMatch.IsNot, "7")], "common", sort, Take: 20);
            var page = await store.Index.QueryAsync(query, CancellationToken.None);
            var next = await store.Index.QueryAsync(query with { After = page.Next }, CancellationToken.None);
            var skipped = await store.Index.QueryAsync(query with { Skip = 20 }, CancellationToken.None);
            Assert.Equal(skipped.Items.Select(i => i.Key), next.Items.Select(i => i.Key));
            Assert.Equal(40, page.Items.Concat(next.Items).DistinctBy(i => i.Key).Count());
        }
    }

    [Theory]
    [InlineData("alp bet", "a")]
    [InlineData("ALPHA", "a b")]
    [InlineData("  gam  ", "c")]
    [InlineData("\"", "")]
    [InlineData("\"a\" OR *", "")]
    [InlineData("a AND NOT b^", "")]
    [InlineData("ph", "a b")]
    [InlineData("ü", "d")]
    [InlineData("ÜBER", "d")]
    [InlineData("über straße", "d")]
    [InlineData("o'neil-%_\\", "e")]
    [InlineData("\0alpha", "a b")]
    [InlineData(" ", "a b c d e f")]
    [InlineData("{[(:", "")]
    [InlineData("😀", "f")]
    public async Task Every_word_of_a_search_is_found_in_whole_or_in_part_and_no_text_is_an_error(string search, string expected)
    {
        var store = await OpenAsync();
        string[] names = ["alpha beta", "Alpha", "gamma", "Über Straße", "O'Neil-%_\\x", "smile 😀😀😀"];
        foreach (var (n, name) in names.Index()) await store.SaveAsync(Writes.Of($"{(char)('a' + n)}", name: name));
        var found = await store.Index.QueryAsync(new IndexQuery("counters", [], search), CancellationToken.None);
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), found.Items.Select(i => i.Key));
    }

    [Fact]
    public async Task A_renamed_row_is_found_by_its_new_name_only()
    {
        var store = await OpenAsync();
        var first = Writes.Of("a", name: "before");
        await store.SaveAsync(first);
        await store.SaveAsync(Writes.Of("a", 2, name: "afterwards", from: first));
        Assert.Equal(new IndexCount(0), await TotalAsync(store, "before"));
        Assert.Equal(new IndexCount(1), await TotalAsync(store, "afterwards"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task An_index_kept_through_random_turns_equals_one_rebuilt_from_the_grains(int seed)
    {
        var store = await OpenAsync();
        var random = new Random(seed);
        for (var turn = 0; turn < 300; turn++) await TurnAsync(store, $"g{random.Next(25)}", RandomCommand(random), turn);
        var kept = await EverythingAsync(store);
        await RebuildIndexAsync(store);
        Assert.True(kept == await EverythingAsync(store), $"seed {seed}: the rebuilt index differs");
        Assert.Contains("additions", kept, StringComparison.Ordinal);
    }

    private static async Task SaveManyAsync(StoreUnderTest store, Func<int, GrainWrite> write)
    {
        foreach (var some in Enumerable.Range(0, Many).Chunk(1000)) await Task.WhenAll(some.Select(n => store.SaveAsync(write(n))));
    }

    private static CounterCommand RandomCommand(Random random) => random.Next(4) switch
    {
        0 => new CounterCommand.Add(random.Next(5)),
        1 => new CounterCommand.Name($"name {random.Next(6)}"),
        2 => new CounterCommand.SetAlarm(Writes.At.AddMinutes(random.Next(9))),
        _ => new CounterCommand.Ring(),
    };

    private static async Task TurnAsync(StoreUnderTest store, string key, CounterCommand command, int turn)
    {
        var kind = Counter.Registry.Kind(Counter.Kind);
        var grain = kind.Load(Counter.Ref(key).Id, await store.LoadAsync(key), Counter.Registry);
        var envelope = new CommandEnvelope(Counter.Ref(key).Id, $"turn-{turn}", Actor.System, null, 0, kind.Encode(command));
        var outcome = grain.Turn(envelope, Writes.At.AddMinutes(5));
        if (outcome.Write is { } write) Assert.True(await store.SaveAsync(GrainChain.Link(write, grain.Head)));
    }

    private static async Task<string> EverythingAsync(StoreUnderTest store)
    {
        var lines = new List<string>();
        foreach (var table in Counter.Tables)
        {
            foreach (var item in await WalkAsync(store, new IndexQuery(table.Table, [], Take: 50)))
                lines.Add($"{table.Table} {item.Key} {item.Part} {string.Join(' ', item.Values.Select(v => $"{v.Key}={v.Value}"))}");
        }

        var counts = await store.Index.CountAsync("counters", "name", [], null, CancellationToken.None);
        lines.AddRange(counts.Rows.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}: {c.Value}"));
        lines.Add($"found {await TotalAsync(store, "name 3")}");
        return string.Join('\n', lines);
    }

    private static async Task<IndexCount> TotalAsync(StoreUnderTest store, string? search, params ImmutableArray<IndexFilter> filters) =>
        (await store.Index.QueryAsync(new IndexQuery("counters", filters, search, Take: 1), CancellationToken.None)).Total;

    private static async Task<ImmutableArray<IndexItem>> WalkAsync(StoreUnderTest store, IndexQuery query)
    {
        var all = ImmutableArray.CreateBuilder<IndexItem>();
        await foreach (var page in store.Index.WalkAsync(query, CancellationToken.None)) all.AddRange(page);
        return all.DrainToImmutable();
    }
}
