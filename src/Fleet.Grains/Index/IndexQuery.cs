using System.Collections.Immutable;

namespace Twofold.Fleet;

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

    /// <summary>A text that is several words with a blank between any two, as labels are, has all of these (at most 32), each in just this case.</summary>
    Holds,
}

/// <summary>One condition; several are joined by and. Values are text: numbers in decimal, instants in ISO 8601.</summary>
public sealed record IndexFilter(string Column, FilterMatch Match, string Value);

/// <summary>A page of a list, answered by the store.</summary>
/// <param name="Search">Words that must each be in some searchable column, in whole or in part, or null; no text is an error but one longer than 128 characters.</param>
/// <param name="SortBy">A column, or null for the key.</param>
/// <param name="Skip">Rows to pass over, 0 to 10,000,000.</param>
/// <param name="Take">Rows wanted, 1 to <see cref="MaxTake"/>.</param>
/// <param name="After">The <see cref="IndexPage.Next"/> of a page of the same list and order, or null for its beginning; no rows are passed over then.</param>
public sealed record IndexQuery(
    string Table, ImmutableArray<IndexFilter> Filters, string? Search = null, string? SortBy = null, bool Descending = false, int Skip = 0, int Take = 50,
    string? After = null)
{
    /// <summary>The largest page. A larger wish is refused with <c>index/page-too-large</c>.</summary>
    public const int MaxTake = 200;
}

/// <summary>A row of an answer: the grain's key, the row's part and its columns by name.</summary>
public sealed record IndexItem(string Key, IReadOnlyDictionary<string, object?> Values, string Part = "")
{
    /// <summary>A text column, or null.</summary>
    public string? Text(string column) => Values[column] as string;

    /// <summary>A number column, or null.</summary>
    public long? Integer(string column) => Values[column] as long?;

    /// <summary>An instant column, or null.</summary>
    public DateTimeOffset? Instant(string column) => Values[column] as DateTimeOffset?;
}

/// <summary>How many rows there are.</summary>
/// <param name="AtLeast">False when it is exact; true when counting ended at a bound and there may be more.</param>
public readonly record struct IndexCount(long Rows, bool AtLeast = false)
{
    /// <summary>Up to here every count is exact.</summary>
    public const int Bound = 10_000;

    /// <summary>For people: <c>57</c> or <c>≥ 10,000</c>.</summary>
    public override string ToString() => AtLeast ? $"≥ {Rows:N0}" : $"{Rows:N0}";
}

/// <summary>A page and how many rows there are in all.</summary>
/// <param name="Next">Where the page after this one begins, for <see cref="IndexQuery.After"/>; null on the last page. Opaque.</param>
public sealed record IndexPage(ImmutableArray<IndexItem> Items, IndexCount Total, string? Next = null);

/// <summary>How many rows have each value of a column; no value counts as empty text.</summary>
/// <param name="AtLeast">
/// False when the numbers are exact; true when more than <see cref="IndexCount.Bound"/> rows match and only so many were looked at.
/// </param>
public sealed record IndexFacet(IReadOnlyDictionary<string, long> Rows, bool AtLeast = false)
{
    /// <summary>How many rows have this value.</summary>
    public IndexCount Of(string value) => new(Rows.GetValueOrDefault(value), AtLeast);
}

/// <summary>Rows that have the same values in two columns.</summary>
/// <param name="First">The value in the first column, as text.</param>
/// <param name="Second">The value in the second column, as text.</param>
/// <param name="Rows">How many they are.</param>
/// <param name="Key">The first key among them.</param>
public sealed record IndexClass(string First, string Second, long Rows, string Key);
