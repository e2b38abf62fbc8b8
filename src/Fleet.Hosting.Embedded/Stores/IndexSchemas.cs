using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Twofold.Fleet.Embedded;

/// <summary>The index tables that the registered kinds fill. Names of tables and columns in SQL come from here and nowhere else.</summary>
internal sealed class IndexSchemas
{
    private readonly FrozenDictionary<string, IndexTable> _tables;

    /// <exception cref="StoreException"><c>store/bad-index-schema</c>: a name is not usable or used twice.</exception>
    public IndexSchemas(GrainRegistry registry)
    {
        var tables = registry.All.Where(k => k.Index is not null).Select(k => new IndexTable(k.Index!)).ToList();
        if (tables.GroupBy(t => t.Schema.Table).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new StoreException("store/bad-index-schema", $"two kinds fill the index table `{twice.Key}`");
        _tables = tables.ToFrozenDictionary(t => t.Schema.Table);
    }

    public IEnumerable<IndexTable> All => _tables.Values;

    /// <exception cref="IndexException"><c>index/unknown-table</c></exception>
    public IndexTable Table(string name) =>
        _tables.TryGetValue(name, out var table) ? table : throw new IndexException("index/unknown-table", $"there is no list `{name}`");

    public void Known(IndexSchema schema) => Table(schema.Table);
}

/// <summary>A checked schema and its names in SQL.</summary>
internal sealed partial class IndexTable
{
    private readonly FrozenDictionary<string, IndexColumn> _columns;

    public IndexTable(IndexSchema schema)
    {
        Schema = schema;
        foreach (var name in schema.Columns.Select(c => c.Name).Append(schema.Table))
        {
            if (!UsableName().IsMatch(name)) throw new StoreException("store/bad-index-schema", $"`{name}` is not lower-case letters and underscores");
        }

        _columns = schema.Columns.ToFrozenDictionary(c => c.Name);
    }

    public IndexSchema Schema { get; }

    /// <summary>The table in SQL. The key's column is <c>_key</c>, which no column can be called.</summary>
    public string Name => $"\"ix_{Schema.Table}\"";

    /// <summary>Changes whenever the table would be created differently.</summary>
    public string Fingerprint => "1;" + string.Join(';', Schema.Columns.Select(c => $"{c.Name}:{c.Type}"));

    /// <exception cref="IndexException"><c>index/unknown-column</c></exception>
    public IndexColumn Column(string name) => _columns.TryGetValue(name, out var column)
        ? column
        : throw new IndexException("index/unknown-column", $"the list `{Schema.Table}` has no column `{name}`");

    /// <exception cref="IndexException"><c>index/unknown-column</c> or <c>index/bad-value</c></exception>
    public IndexColumn TextColumn(string name) => Column(name) is { Type: IndexType.Text } column
        ? column
        : throw new IndexException("index/bad-value", $"`{name}` is not a text column");

    [GeneratedRegex("^[a-z][a-z_]{0,47}$", RegexOptions.NonBacktracking)]
    private static partial Regex UsableName();
}

/// <summary>How values stand in an index table: text, whole numbers, and instants as Unix milliseconds.</summary>
internal static class IndexValues
{
    /// <exception cref="IndexException"><c>index/bad-value</c></exception>
    public static IEnumerable<object?> ToStored(IndexTable table, IndexRow row) => row.Values.Length == table.Schema.Columns.Length
        ? table.Schema.Columns.Zip(row.Values, ToStored)
        : throw new IndexException("index/bad-value", $"a row of `{table.Schema.Table}` does not have a value for each column");

    public static object? ToStored(IndexColumn column, object? value) => (column.Type, value) switch
    {
        (_, null) => null,
        (IndexType.Text, string text) => text,
        (IndexType.Integer, long number) => number,
        (IndexType.Integer, int number) => (long)number,
        (IndexType.Instant, DateTimeOffset instant) => instant.ToUnixTimeMilliseconds(),
        _ => throw new IndexException("index/bad-value", $"the column `{column.Name}` does not hold a value of that type"),
    };

    public static object? FromStored(IndexColumn column, object stored) => (column.Type, stored) switch
    {
        (_, DBNull) => null,
        (IndexType.Instant, long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
        _ => stored,
    };

    /// <summary>A filter's text as a stored value.</summary>
    /// <exception cref="IndexException"><c>index/bad-value</c></exception>
    public static object Parse(IndexColumn column, string text) => column.Type switch
    {
        IndexType.Text => text,
        IndexType.Integer when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        IndexType.Instant when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) =>
            instant.ToUnixTimeMilliseconds(),
        _ => throw new IndexException("index/bad-value", $"`{text}` is not a value of the column `{column.Name}`"),
    };
}
