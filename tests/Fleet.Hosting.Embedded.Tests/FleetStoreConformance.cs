using Twofold.Fleet.Conformance;

namespace Twofold.Fleet.Embedded.Tests;

/// <summary>What a store of the embedded host promises beyond every store: it commits in groups, and its index is made from its grains.</summary>
public abstract class FleetStoreConformance : IndexConformance
{
    [Fact]
    public async Task A_group_commit_takes_many_writes_in_one_transaction()
    {
        await using var opened = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 2000).Select(n => opened.SaveAsync(Writes.Of($"g{n}"))));
        var (transactions, writes) = Committed(opened);
        Assert.Equal(2000, writes);
        Assert.InRange(transactions, 2000 / 256, 1000);
    }

    [Fact]
    public async Task An_index_table_whose_columns_changed_is_rebuilt_from_the_grains()
    {
        var before = await OpenAsync();
        await before.SaveAsync(Writes.Of("a", name: "alpha", sum: 3));
        await before.DisposeAsync();
        var after = await OpenAsync(Reindexed.Registry);
        var item = (await after.Index.QueryAsync(new IndexQuery("counters", []), CancellationToken.None)).Items.Single();
        Assert.Equal((3L, "row of a"), (item.Integer("sum"), item.Text("label")));
    }

    [Fact]
    public async Task The_index_can_be_dropped_and_rebuilt_at_any_time()
    {
        var opened = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(n => opened.SaveAsync(Writes.Of($"g{n:00}", name: $"n{n:00}", sum: n))));
        var query = new IndexQuery("counters", [], SortBy: "name");
        var before = await opened.Index.QueryAsync(query, CancellationToken.None);
        await RebuildIndexAsync(opened);
        var after = await opened.Index.QueryAsync(query, CancellationToken.None);
        Assert.Equal(before.Items.Select(Shown), after.Items.Select(Shown));
        Assert.True(await opened.SaveAsync(Writes.Of("later")));
    }

    /// <summary>How many transactions took how many writes since the store was opened.</summary>
    protected abstract (long Transactions, long Writes) Committed(StoreUnderTest store);

    /// <inheritdoc/>
    protected override Task RebuildIndexAsync(StoreUnderTest store) => ((IFleetStore)store.Grains).RebuildIndexAsync(CancellationToken.None);

    private static string Shown(IndexItem item) => $"{item.Key} {item.Text("name")} {item.Integer("sum")} {item.Instant("alarm")}";
}
