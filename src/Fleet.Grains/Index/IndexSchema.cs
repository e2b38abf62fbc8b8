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

/// <summary>
/// A filter and an order that lists use daily: a page of it is found without passing over other rows. Each costs every write that touches
/// one of its columns, so a schema declares few.
/// </summary>
/// <param name="Filter">The column that has to equal one value, or null for the whole list.</param>
/// <param name="Sort">The column that the list is sorted by, or null for the key.</param>
/// <param name="Sparse">Few rows have a value in the filter's column; only those are kept in this order.</param>
public sealed record IndexOrder(string? Filter, string? Sort, bool Sparse = false);

/// <summary>A table of the index. It can be dropped and rebuilt from the grains at any time.</summary>
public sealed record IndexSchema(string Table, ImmutableArray<IndexColumn> Columns)
{
    /// <summary>The declared filters and orders. Any other question is answered too, but may look at every row.</summary>
    public ImmutableArray<IndexOrder> Orders { get; init; } = [];

    /// <summary>
    /// Columns with few values that lists count by. Under filters on these alone every count is exact, however many rows there are.
    /// </summary>
    public ImmutableArray<string> Facets { get; init; } = [];

    /// <summary>The most rows of one grain; those beyond it are left out.</summary>
    public int RowsPerGrain { get; init; } = 1;

    /// <summary>Raised when the rules say other rows of the same state than before, so that the table is filled again.</summary>
    public int Revision { get; init; } = 1;
}

/// <summary>One row of a grain.</summary>
/// <param name="Table">One of the tables of its kind.</param>
/// <param name="Values">In the order of the columns, each null, string, long or DateTimeOffset.</param>
/// <param name="Part">Tells the grain's rows in one table apart; empty where a grain has one row. At most 128 characters.</param>
public sealed record IndexRow(string Table, ImmutableArray<object?> Values, string Part = "");

/// <summary>How one row changes with a write.</summary>
/// <param name="Before">The values as they stand in the index, or null for a new row.</param>
/// <param name="After">The values from now on, or null for a row that goes.</param>
public sealed record IndexChange(string Table, string Part, ImmutableArray<object?>? Before, ImmutableArray<object?>? After);

/// <summary>Finds what changes in the index.</summary>
public static class IndexChanges
{
    // A grain rarely has more rows; among so few, looking at all is cheaper than sorting them.
    private const int Few = 8;

    /// <summary>From a grain's rows before a turn to those after it; rows that stay equal are left out.</summary>
    public static ImmutableArray<IndexChange> Between(ImmutableArray<IndexRow> before, ImmutableArray<IndexRow> after) =>
        HaveSameNames(before, after) ? Changed(before, after) : Moved(before, after);

    /// <summary>The rows that a grain may have: the first of each table, as many as its schema allows.</summary>
    public static ImmutableArray<IndexRow> Bounded(ImmutableArray<IndexSchema> tables, ImmutableArray<IndexRow> rows) =>
        IsBounded(tables, rows) ? rows : [.. tables.SelectMany(t => rows.Where(r => r.Table == t.Table).DistinctBy(r => r.Part).Take(t.RowsPerGrain))];

    private static bool HaveSameNames(ImmutableArray<IndexRow> before, ImmutableArray<IndexRow> after)
    {
        if (before.Length != after.Length) return false;
        for (var n = 0; n < after.Length; n++)
        {
            if (!HaveSameName(before[n], after[n])) return false;
        }

        return true;
    }

    private static bool HaveSameName(IndexRow one, IndexRow other) => one.Table == other.Table && one.Part == other.Part;

    private static ImmutableArray<IndexChange> Changed(ImmutableArray<IndexRow> before, ImmutableArray<IndexRow> after)
    {
        var changes = ImmutableArray.CreateBuilder<IndexChange>();
        foreach (var (was, row) in before.Zip(after))
        {
            if (!was.Values.SequenceEqual(row.Values)) changes.Add(new(row.Table, row.Part, was.Values, row.Values));
        }

        return changes.DrainToImmutable();
    }

    private static ImmutableArray<IndexChange> Moved(ImmutableArray<IndexRow> before, ImmutableArray<IndexRow> after)
    {
        var old = before.ToDictionary(r => (r.Table, r.Part));
        var changes = ImmutableArray.CreateBuilder<IndexChange>();
        foreach (var row in after)
        {
            var was = old.Remove((row.Table, row.Part), out var known) ? known.Values : (ImmutableArray<object?>?)null;
            if (was is not { } values || !values.SequenceEqual(row.Values)) changes.Add(new(row.Table, row.Part, was, row.Values));
        }

        foreach (var row in old.Values) changes.Add(new(row.Table, row.Part, row.Values, null));
        return changes.DrainToImmutable();
    }

    private static bool IsBounded(ImmutableArray<IndexSchema> tables, ImmutableArray<IndexRow> rows)
    {
        if (rows.Length > Few) return false;
        for (var n = 1; n < rows.Length; n++)
        {
            if (!HasRoom(tables, rows.AsSpan(0, n), rows[n])) return false;
        }

        return true;
    }

    private static bool HasRoom(ImmutableArray<IndexSchema> tables, ReadOnlySpan<IndexRow> earlier, IndexRow row)
    {
        var same = 0;
        foreach (var other in earlier)
        {
            if (HaveSameName(other, row)) return false;
            if (other.Table == row.Table) same++;
        }

        return same == 0 || same < tables.First(t => t.Table == row.Table).RowsPerGrain;
    }
}
