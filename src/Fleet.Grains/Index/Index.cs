using System.Collections.Immutable;

namespace Twofold.Fleet;

/// <summary>What a column of the index holds.</summary>
public enum IndexType
{
    /// <summary>Text, compared without regard to ASCII case.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>An instant, stored as Unix milliseconds.</summary>
    Instant,
}

/// <summary>A column that lists filter and sort by.</summary>
/// <param name="Name">Lower-case letters and underscores.</param>
/// <param name="Searchable">Whether free-text search looks into it (text only).</param>
public sealed record IndexColumn(string Name, IndexType Type, bool Searchable = false);

/// <summary>A table of the index. It can be dropped and rebuilt from the grains at any time.</summary>
public sealed record IndexSchema(string Table, ImmutableArray<IndexColumn> Columns);

/// <summary>One grain's row: values in the order of the columns, each null, string, long or DateTimeOffset.</summary>
public sealed record IndexRow(ImmutableArray<object?> Values);

/// <summary>How a filter compares.</summary>
public enum FilterMatch
{
    /// <summary>Equal.</summary>
    Is,

    /// <summary>Different, or null.</summary>
    IsNot,

    /// <summary>At least (numbers and instants).</summary>
    AtLeast,

    /// <summary>Less than (numbers and instants).</summary>
    Below,
}

/// <summary>One condition; several are joined by and. Values are text: numbers in decimal, instants in ISO 8601.</summary>
public sealed record IndexFilter(string Column, FilterMatch Match, string Value);

/// <summary>A page of a list, answered by the store.</summary>
/// <param name="Search">Free text that a searchable column must contain, or null.</param>
/// <param name="SortBy">A column, or null for the key.</param>
/// <param name="Skip">Rows to pass over, 0 to 10,000,000.</param>
/// <param name="Take">Rows wanted, 1 to <see cref="MaxTake"/>.</param>
public sealed record IndexQuery(
    string Table, ImmutableArray<IndexFilter> Filters, string? Search = null, string? SortBy = null, bool Descending = false, int Skip = 0, int Take = 50)
{
    /// <summary>The largest page. A larger wish is refused with <c>index/page-too-large</c>.</summary>
    public const int MaxTake = 200;
}

/// <summary>A row of an answer: the grain's key and its columns by name.</summary>
public sealed record IndexItem(string Key, IReadOnlyDictionary<string, object?> Values)
{
    /// <summary>A text column, or null.</summary>
    public string? Text(string column) => Values[column] as string;

    /// <summary>A number column, or null.</summary>
    public long? Integer(string column) => Values[column] as long?;

    /// <summary>An instant column, or null.</summary>
    public DateTimeOffset? Instant(string column) => Values[column] as DateTimeOffset?;
}

/// <summary>A page and how many rows there are in all.</summary>
public sealed record IndexPage(ImmutableArray<IndexItem> Items, long Total);

/// <summary>Lists of grains. Bad questions (unknown table or column, page too large) throw <see cref="IndexException"/>.</summary>
public interface IFleetIndex
{
    /// <summary>One page.</summary>
    Task<IndexPage> QueryAsync(IndexQuery query, CancellationToken cancel);

    /// <summary>How many rows have each value of a text column, under the filters; at most 100 values.</summary>
    Task<IReadOnlyDictionary<string, long>> CountAsync(string table, string column, ImmutableArray<IndexFilter> filters, CancellationToken cancel);
}

/// <summary>A question the index does not answer.</summary>
public sealed class IndexException(string code, string message) : Exception(message)
{
    /// <summary>Stable: <c>index/unknown-table</c>, <c>index/unknown-column</c>, <c>index/bad-value</c>, <c>index/page-too-large</c>.</summary>
    public string Code { get; } = code;
}
