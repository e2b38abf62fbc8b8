using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Twofold.Fleet;

/// <summary>Lists of grains. Bad questions (unknown table or column, page too large) throw <see cref="IndexException"/>.</summary>
public interface IFleetIndex
{
    /// <summary>One page.</summary>
    Task<IndexPage> QueryAsync(IndexQuery query, CancellationToken cancel);

    /// <summary>
    /// How many rows have each value of a column, under the filters and the search; the 100 most frequent values. Exact for a facet of the
    /// schema under filters on facets, and whenever at most <see cref="IndexCount.Bound"/> rows match.
    /// </summary>
    Task<IndexFacet> CountAsync(string table, string column, ImmutableArray<IndexFilter> filters, string? search, CancellationToken cancel);

    /// <summary>
    /// Rows that have the same values in two columns, as one class each; at most <paramref name="take"/> classes, the others are left out. No
    /// value is empty text, and texts that differ only in case may be one. One pass over an order that the schema declares for the columns.
    /// </summary>
    Task<ImmutableArray<IndexClass>> ClassesAsync(string table, string first, string second, int take, CancellationToken cancel);
}

/// <summary>Short forms for lists.</summary>
public static class FleetIndexWalk
{
    /// <summary>All pages of a list, one after the other; each costs the same however far it is from the beginning.</summary>
    /// <param name="query">Its <see cref="IndexQuery.Take"/> is the size of the pages.</param>
    public static async IAsyncEnumerable<ImmutableArray<IndexItem>> WalkAsync(
        this IFleetIndex index, IndexQuery query, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (IndexPage? page = null; page is null || page.Next is not null;)
        {
            page = await index.QueryAsync(query with { After = page?.Next }, cancel);
            if (!page.Items.IsEmpty) yield return page.Items;
        }
    }
}

/// <summary>A question the index does not answer.</summary>
public sealed class IndexException(string code, string message) : Exception(message)
{
    /// <summary>
    /// Stable: <c>index/unknown-table</c>, <c>index/unknown-column</c>, <c>index/bad-value</c>, <c>index/bad-cursor</c>,
    /// <c>index/page-too-large</c>.
    /// </summary>
    public string Code { get; } = code;
}
