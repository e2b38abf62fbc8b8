using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Twofold.Fleet;

namespace Twofold.Web.Desk;

/// <summary>A list of the index that whoever may see the fleet may see.</summary>
public sealed class FleetList
{
    private FleetList(string table, string kind) => (Table, Kind) = (table, kind);

    /// <summary>Phones.</summary>
    public static FleetList Phones { get; } = new(Tables.Phones, "phone");

    /// <summary>What phones were seen to break.</summary>
    public static FleetList Findings { get; } = new(Tables.Findings, "phone");

    /// <summary>Wipes and locks.</summary>
    public static FleetList Orders { get; } = new(Tables.Orders, "vm");

    /// <summary>VMs.</summary>
    public static FleetList Vms { get; } = new(Tables.Vms, "vm");

    /// <summary>Groups of phones.</summary>
    public static FleetList Groups { get; } = new(Tables.Groups, "group");

    /// <summary>Personas, and where each lives.</summary>
    public static FleetList Personas { get; } = new(Tables.Personas, "persona");

    /// <summary>Its table in the index.</summary>
    public string Table { get; }

    /// <summary>The kind of grain whose changes change it.</summary>
    public string Kind { get; }
}

/// <summary>What a list shows at one instant.</summary>
/// <param name="Version">1 for the first look, and more with each that differs from the one before.</param>
/// <param name="Page">The rows.</param>
/// <param name="Facets">For each facet that was asked for: how many rows have which value, under the search and the filters on other columns.</param>
public sealed record ListPicture(long Version, IndexPage Page, ImmutableDictionary<string, IndexFacet> Facets)
{
    /// <summary>Whether a reader could not tell the two apart.</summary>
    public bool Shows(ListPicture other) =>
        Page.Total == other.Page.Total && Page.Next == other.Page.Next && Page.Items.SequenceEqual(other.Page.Items, SameRow.Instance)
        && Facets.All(f => other.Facets.TryGetValue(f.Key, out var counts) && Same(f.Value, counts));

    private static bool Same(IndexFacet one, IndexFacet other) =>
        one.AtLeast == other.AtLeast && one.Rows.Count == other.Rows.Count && one.Rows.All(r => other.Rows.TryGetValue(r.Key, out var rows) && rows == r.Value);

    private sealed class SameRow : IEqualityComparer<IndexItem>
    {
        public static readonly SameRow Instance = new();

        public bool Equals(IndexItem? x, IndexItem? y) =>
            x?.Key == y?.Key && x?.Part == y?.Part && x!.Values.All(v => object.Equals(v.Value, y!.Values.GetValueOrDefault(v.Key)));

        public int GetHashCode(IndexItem row) => row.Key.GetHashCode(StringComparison.Ordinal);
    }
}

/// <summary>Lists: a page, its facets, and both as they change. All need <c>fleet.read</c>.</summary>
public sealed class ListDesk(Counter counter)
{
    /// <summary>One look.</summary>
    /// <param name="query">Its table is always the list's.</param>
    /// <param name="facets">The columns to count by.</param>
    public Task<Answer<ListPicture>> ReadAsync(FleetList list, IndexQuery query, ImmutableArray<string> facets, CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.FleetRead, $"{list.Table}.list", () => LookAsync(query with { Table = list.Table }, facets, cancel), cancel);

    /// <summary>The first look, then every one that differs from the one before. A reader that falls behind misses some, never the last.</summary>
    public async Task<Answer<Live<ListPicture>>> SubscribeAsync(
        FleetList list, IndexQuery query, ImmutableArray<string> facets, CancellationToken cancel) =>
        (await counter.Watcher.OpenAsync(id => id.Kind == list.Kind, c => ReadAsync(list, query, facets, c), cancel))
            .Map(live => new Live<ListPicture>(live.Snapshot, ChangesAsync(live, cancel)));

    private async Task<Answer<ListPicture>> LookAsync(IndexQuery query, ImmutableArray<string> facets, CancellationToken cancel)
    {
        var page = await counter.Index.QueryAsync(query, cancel);
        var counts = ImmutableDictionary.CreateBuilder<string, IndexFacet>(StringComparer.Ordinal);
        foreach (var column in facets)
            counts[column] = await counter.Index.CountAsync(query.Table, column, [.. query.Filters.Where(f => f.Column != column)], query.Search, cancel);
        return Answer.Of(new ListPicture(1, page, counts.ToImmutable()));
    }

    private static async IAsyncEnumerable<Answer<ListPicture>> ChangesAsync(Live<ListPicture> live, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var shown = live.Snapshot;
        await foreach (var look in live.Changes.WithCancellation(cancel))
        {
            if (look.Ok && look.Value.Shows(shown)) continue;
            if (look.Ok) shown = look.Value with { Version = shown.Version + 1 };
            yield return look.Ok ? Answer.Of(shown) : look;
        }
    }
}
