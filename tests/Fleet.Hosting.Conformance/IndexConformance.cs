using System.Collections.Immutable;

namespace Twofold.Fleet.Conformance;

/// <summary>What every store promises about lists and history.</summary>
public abstract class IndexConformance : ListConformance
{
    [Fact]
    public async Task A_list_is_filtered_at_the_store()
    {
        var store = await FilledAsync();
        Assert.Equal(["c"], await KeysAsync(store, new IndexFilter("name", FilterMatch.Is, "GAMMA")));
        Assert.Equal(["a", "b", "d", "e"], await KeysAsync(store, new IndexFilter("name", FilterMatch.IsNot, "gamma")));
        Assert.Equal(["c", "d", "e"], await KeysAsync(store, new IndexFilter("sum", FilterMatch.AtLeast, "20")));
        Assert.Equal(["b"], await KeysAsync(store, new("sum", FilterMatch.Below, "20"), new("sum", FilterMatch.AtLeast, "10")));
        Assert.Equal(["a", "b"], await KeysAsync(store, new IndexFilter("alarm", FilterMatch.Below, "2026-01-05T08:02:00Z")));
        Assert.Equal(["b"], await KeysAsync(store, new IndexFilter("alarm", FilterMatch.Is, "2026-01-05T09:01:00+01:00")));
    }

    [Fact]
    public async Task A_text_of_words_is_filtered_by_some_of_them_each_whole_and_in_just_this_case()
    {
        var store = await OpenAsync();
        foreach (var (key, name) in new[] { ("a", "site=bern team=field"), ("b", "site=bern-west"), ("c", "team=field site=bern"), ("d", "Site=Bern"), ("e", null) })
            await store.SaveAsync(Writes.Of(key, name: name));
        Assert.Equal(["a", "c"], await KeysAsync(store, new IndexFilter("name", FilterMatch.Holds, "site=bern")));
        Assert.Equal(["a", "c"], await KeysAsync(store, new IndexFilter("name", FilterMatch.Holds, "team=field site=bern")));
        Assert.Empty(await KeysAsync(store, new IndexFilter("name", FilterMatch.Holds, "bern")));
        Assert.Empty(await KeysAsync(store, new IndexFilter("name", FilterMatch.Holds, "%")));
    }

    [Fact]
    public async Task A_list_is_sorted_with_the_key_deciding_between_equals()
    {
        var store = await FilledAsync();
        Assert.Equal(["e", "a", "b", "d", "c"], await SortedAsync(store, "name", descending: false));
        Assert.Equal(["c", "d", "b", "a", "e"], await SortedAsync(store, "name", descending: true));
        Assert.Equal(["e", "d", "c", "b", "a"], await SortedAsync(store, null, descending: true));
    }

    [Fact]
    public async Task Pages_of_a_list_join_without_gap_or_repetition_and_know_the_total()
    {
        var store = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 95).Select(n => store.SaveAsync(Writes.Of($"g{n:00}", name: $"n{n % 3}"))));
        var keys = new List<string>();
        for (var skip = 0; skip < 95; skip += 10)
        {
            var page = await store.Index.QueryAsync(new IndexQuery("counters", [], SortBy: "name", Skip: skip, Take: 10), CancellationToken.None);
            Assert.Equal(new IndexCount(95), page.Total);
            keys.AddRange(page.Items.Select(i => i.Key));
        }

        Assert.Equal(95, keys.Distinct().Count());
    }

    [Fact]
    public async Task Free_text_is_found_anywhere_in_a_searchable_column_and_has_no_wildcards()
    {
        var store = await FilledAsync();
        await store.SaveAsync(Writes.Of("f", name: "50%_off"));
        Assert.Equal(["a", "b", "c", "d"], await FoundAsync(store, "A"));
        Assert.Equal(["f"], await FoundAsync(store, "%"));
        Assert.Equal(["f"], await FoundAsync(store, "0%_"));
        Assert.Empty(await FoundAsync(store, "'; DROP TABLE grains; --"));
        Assert.Empty(await FoundAsync(store, "20"));
    }

    [Fact]
    public async Task Rows_are_counted_by_value_under_the_filters()
    {
        var store = await FilledAsync();
        var all = await CountAsync(store);
        Assert.Equal(new Dictionary<string, long> { ["alpha"] = 1, ["beta"] = 2, ["gamma"] = 1, [""] = 1 }, LowerCase(all));
        var large = await CountAsync(store, "", new IndexFilter("sum", FilterMatch.AtLeast, "20"));
        Assert.Equal(new Dictionary<string, long> { ["beta"] = 1, ["gamma"] = 1, [""] = 1 }, LowerCase(large));
        Assert.Equal(new Dictionary<string, long> { ["beta"] = 2 }, LowerCase(await CountAsync(store, "eta")));
        var sums = await store.Index.CountAsync("counters", "sum", [], null, CancellationToken.None);
        Assert.Equal(new IndexCount(1), sums.Of("20"));
    }

    [Theory]
    [InlineData("name", "sum")]
    [InlineData("sum", "name")]
    public async Task Rows_with_the_same_values_in_two_columns_are_one_class_declared_or_not(string first, string second)
    {
        var store = await OpenAsync();
        foreach (var (key, name, sum) in new[] { ("d", "red", 1), ("b", "red", 1), ("a", "red", 2), ("c", "blue", 1), ("e", null, 1), ("f", null, 1) })
            await store.SaveAsync(Writes.Of(key, name: name, sum: sum));
        var classes = await ClassesAsync(store, first, second);
        IndexClass[] expected = [new("", "1", 2, "e"), new("blue", "1", 1, "c"), new("red", "1", 2, "b"), new("red", "2", 1, "a")];
        Assert.Equal(
            expected.Select(c => first == "name" ? c : c with { First = c.Second, Second = c.First }).OrderBy(c => c.Key, StringComparer.Ordinal),
            classes.OrderBy(c => c.Key, StringComparer.Ordinal));
        Assert.Equal(2, (await ClassesAsync(store, first, second, take: 2)).Length);
        Assert.Equal(["b", "d"], await KeysAsync(store, new(first, FilterMatch.Is, first == "name" ? "red" : "1"), new(second, FilterMatch.Is, first == "name" ? "1" : "red")));
    }

    [Fact]
    public async Task Classes_of_an_unknown_column_or_of_no_number_are_refused()
    {
        var store = await OpenAsync();
        Assert.Equal("index/unknown-column", (await Assert.ThrowsAsync<IndexException>(() => ClassesAsync(store, "name", "state"))).Code);
        Assert.Equal("index/bad-value", (await Assert.ThrowsAsync<IndexException>(() => ClassesAsync(store, "name", "sum", take: 0))).Code);
    }

    [Fact]
    public async Task Values_come_back_with_their_types()
    {
        var store = await FilledAsync();
        var item = (await store.Index.QueryAsync(new IndexQuery("counters", [], Take: 1), CancellationToken.None)).Items.Single();
        Assert.Equal(("alpha", 0L, Writes.At), (item.Text("name"), item.Integer("sum"), item.Instant("alarm")));
    }

    [Fact]
    public async Task A_row_follows_its_grain_and_leaves_with_it()
    {
        var store = await FilledAsync();
        var before = Writes.Of("c", name: "gamma", sum: 20, alarm: Writes.At.AddMinutes(2));
        var after = Writes.Of("c", 2, name: "Gamma", sum: 20, from: before);
        await store.SaveAsync(after);
        Assert.Equal("Gamma", (await PageAsync(store, new IndexFilter("name", FilterMatch.Is, "gamma"))).Items.Single().Text("name"));
        await store.SaveAsync(Writes.Of("c", 3) with { Index = [new("counters", "", after.Index[0].After, null)] });
        Assert.Equal(["a", "b", "d", "e"], await KeysAsync(store));
    }

    public static TheoryData<string, IndexQuery> BadQuestions => new()
    {
        { "index/unknown-table", new IndexQuery("grains", []) },
        { "index/unknown-column", new IndexQuery("counters", [new IndexFilter("state", FilterMatch.Is, "x")]) },
        { "index/unknown-column", new IndexQuery("counters", [], SortBy: "name; DROP TABLE grains") },
        { "index/bad-value", new IndexQuery("counters", [new IndexFilter("sum", FilterMatch.Is, "many")]) },
        { "index/bad-value", new IndexQuery("counters", [new IndexFilter("alarm", FilterMatch.Below, "soon")]) },
        { "index/bad-value", new IndexQuery("counters", [new IndexFilter("name", FilterMatch.Below, "x")]) },
        { "index/bad-value", new IndexQuery("counters", [new IndexFilter("sum", FilterMatch.Holds, "1")]) },
        { "index/bad-value", new IndexQuery("counters", [new IndexFilter("name", FilterMatch.Holds, " ")]) },
        { "index/bad-value", new IndexQuery("counters", [], Skip: -1) },
        { "index/bad-value", new IndexQuery("counters", [], Search: new string('x', 129)) },
        { "index/bad-value", new IndexQuery("counters", [.. Enumerable.Repeat(new IndexFilter("name", FilterMatch.Is, "x"), 17)]) },
        { "index/bad-value", new IndexQuery("counters", [], Skip: 1, After: "x") },
        { "index/bad-cursor", new IndexQuery("counters", [], After: "x") },
        { "index/bad-cursor", new IndexQuery("counters", [], After: "bnVsbA") },
        { "index/bad-cursor", new IndexQuery("counters", [], After: new string('x', 5000)) },
        { "index/page-too-large", new IndexQuery("counters", [], Take: 201) },
        { "index/page-too-large", new IndexQuery("counters", [], Take: 0) },
    };

    [Theory]
    [MemberData(nameof(BadQuestions), DisableDiscoveryEnumeration = true)]
    public async Task A_bad_question_is_refused_with_its_code(string code, IndexQuery query)
    {
        var store = await OpenAsync();
        var refused = await Assert.ThrowsAsync<IndexException>(() => store.Index.QueryAsync(query, CancellationToken.None));
        Assert.Equal(code, refused.Code);
    }

    [Fact]
    public async Task An_unknown_column_is_not_counted()
    {
        var store = await OpenAsync();
        var refused = await Assert.ThrowsAsync<IndexException>(() => store.Index.CountAsync("counters", "state", [], null, CancellationToken.None));
        Assert.Equal("index/unknown-column", refused.Code);
    }

    [Fact]
    public async Task History_is_read_newest_first_in_pages()
    {
        var store = await OpenAsync();
        for (var version = 1; version <= 7; version++) await store.SaveAsync(Writes.Of("a", version));
        var first = await store.Events.ReadAsync(new EventQuery(Take: 3), CancellationToken.None);
        var second = await store.Events.ReadAsync(new EventQuery(Before: first[^1].Position, Take: 10), CancellationToken.None);
        Assert.Equal([7L, 6, 5, 4, 3, 2, 1], first.Concat(second).Select(e => e.Version));
        var passed = await store.Events.ReadAsync(new EventQuery(Kind: Counter.Kind, Key: "a", Take: 2, Skip: 4), CancellationToken.None);
        Assert.Equal([3L, 2], passed.Select(e => e.Version));
        Assert.Empty(await store.Events.ReadAsync(new EventQuery(Skip: 7), CancellationToken.None));
        var newest = first[0] with { Position = 0 };
        Assert.Equal(Writes.Event("a", 7) with { Body = newest.Body, Hash = newest.Hash }, newest);
        Assert.Equal(Writes.Event("a", 7).Body.ToArray(), newest.Body.ToArray());
    }

    [Fact]
    public async Task History_is_filtered_by_grain_actor_type_and_without_phones()
    {
        var store = await OpenAsync();
        await store.SaveAsync(Writes.Of("a") with { Events = [Writes.Event("a", 1), Writes.Event("a", 1, ActorKind.Phone, "phone-1", "Reported")] });
        await store.SaveAsync(Writes.Of("b") with { Events = [Writes.Event("b", 1, ActorKind.Token, "pipeline")] });
        Assert.Equal(2, await CountAsync(new EventQuery(Kind: Counter.Kind, Key: "a")));
        Assert.Equal(0, await CountAsync(new EventQuery(Kind: "phone")));
        Assert.Equal(1, await CountAsync(new EventQuery(Actor: "pipeline")));
        Assert.Equal(1, await CountAsync(new EventQuery(Type: "Reported")));
        Assert.Equal(2, await CountAsync(new EventQuery(WithoutPhones: true)));
        await Assert.ThrowsAsync<IndexException>(() => CountAsync(new EventQuery(Take: 201)));
        await Assert.ThrowsAsync<IndexException>(() => CountAsync(new EventQuery(Skip: -1)));

        async Task<int> CountAsync(EventQuery query) => (await store.Events.ReadAsync(query, CancellationToken.None)).Length;
    }

    private static Task<IndexFacet> CountAsync(StoreUnderTest store, string search = "", params ImmutableArray<IndexFilter> filters) =>
        store.Index.CountAsync("counters", "name", filters, search, CancellationToken.None);

    private static Task<ImmutableArray<IndexClass>> ClassesAsync(StoreUnderTest store, string first, string second, int take = 100) =>
        store.Index.ClassesAsync("counters", first, second, take, CancellationToken.None);

    private static Dictionary<string, long> LowerCase(IndexFacet counts) =>
        counts.Rows.ToDictionary(c => c.Key.ToLowerInvariant(), c => c.Value);

    private static Task<IndexPage> PageAsync(StoreUnderTest store, params ImmutableArray<IndexFilter> filters) =>
        store.Index.QueryAsync(new IndexQuery("counters", filters), CancellationToken.None);

    private static async Task<IEnumerable<string>> KeysAsync(StoreUnderTest store, params ImmutableArray<IndexFilter> filters) =>
        (await PageAsync(store, filters)).Items.Select(i => i.Key);

    private static async Task<IEnumerable<string>> SortedAsync(StoreUnderTest store, string? column, bool descending) =>
        (await store.Index.QueryAsync(new IndexQuery("counters", [], SortBy: column, Descending: descending), CancellationToken.None)).Items.Select(i => i.Key);

    private static async Task<IEnumerable<string>> FoundAsync(StoreUnderTest store, string text) =>
        (await store.Index.QueryAsync(new IndexQuery("counters", [], Search: text), CancellationToken.None)).Items.Select(i => i.Key);

    private async Task<StoreUnderTest> FilledAsync()
    {
        var store = await OpenAsync();
        string?[] names = ["alpha", "beta", "gamma", "Beta", null];
        foreach (var (n, name) in names.Index())
            await store.SaveAsync(Writes.Of($"{(char)('a' + n)}", name: name, sum: n * 10, alarm: Writes.At.AddMinutes(n)));
        return store;
    }
}
