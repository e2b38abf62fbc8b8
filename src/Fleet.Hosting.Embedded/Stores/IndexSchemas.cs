using System.Collections.Frozen;
using System.Collections.Immutable;
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
        var tables = registry.All.SelectMany(k => k.Tables).Select(t => new IndexTable(t)).ToList();
        if (tables.GroupBy(t => t.Schema.Table).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new StoreException("store/bad-index-schema", $"two kinds fill the index table `{twice.Key}`");
        _tables = tables.ToFrozenDictionary(t => t.Schema.Table);
    }

    public IEnumerable<IndexTable> All => _tables.Values;

    /// <exception cref="IndexException"><c>index/unknown-table</c></exception>
    public IndexTable Table(string name) =>
        _tables.TryGetValue(name, out var table) ? table : throw new IndexException("index/unknown-table", $"there is no list `{name}`");
}

/// <summary>A checked schema and its names in SQL.</summary>
internal sealed partial class IndexTable
{
    // Raised when the same schema makes other tables than before.
    private const int Format = 2;

    private const int MostColumns = 63;

    private readonly FrozenDictionary<string, IndexColumn> _columns;

    public IndexTable(IndexSchema schema)
    {
        Schema = schema;
        if (schema.Columns.Length > MostColumns) throw new StoreException("store/bad-index-schema", $"`{schema.Table}` has more than {MostColumns} columns");
        foreach (var name in schema.Columns.Select(c => c.Name).Append(schema.Table))
        {
            if (!UsableName().IsMatch(name)) throw new StoreException("store/bad-index-schema", $"`{name}` is not lower-case letters and underscores");
        }

        _columns = schema.Columns.ToFrozenDictionary(c => c.Name);
        foreach (var name in schema.Orders.SelectMany(o => new[] { o.Filter, o.Sort }).OfType<string>().Concat(schema.Facets))
        {
            if (!_columns.ContainsKey(name)) throw new StoreException("store/bad-index-schema", $"the index table `{schema.Table}` has no column `{name}`");
        }
    }

    public IndexSchema Schema { get; }

    /// <summary>The table in SQL. The key's column is <c>_key</c>, which no column can be called.</summary>
    public string Name => $"\"ix_{Schema.Table}\"";

    /// <summary>The name of the database's index that keeps a declared order.</summary>
    public string OrderName(IndexOrder order) => $"ix_{Schema.Table}.{order.Filter}.{order.Sort}";

    /// <summary>Whether a grain may have several rows, told apart by the column <c>_part</c>.</summary>
    public bool HasParts => Schema.RowsPerGrain > 1;

    /// <summary>What tells rows apart, and decides between equals in every order.</summary>
    public ImmutableArray<string> KeyColumns => HasParts ? ["_key", "_part"] : ["_key"];

    /// <summary>The key and the part as they are read.</summary>
    public string KeyAndPart => HasParts ? "_key, _part" : "_key, ''";

    /// <summary>A row's values as they are stored.</summary>
    /// <exception cref="IndexException"><c>index/bad-value</c></exception>
    public object?[] Stored(ImmutableArray<object?> values) => values.Length == Schema.Columns.Length
        ? [.. Schema.Columns.Zip(values, IndexValues.ToStored)]
        : throw new IndexException("index/bad-value", $"a row of `{Schema.Table}` does not have a value for each column");

    /// <summary>Changes whenever the table would be created or filled differently.</summary>
    public string Fingerprint => $"{Format};{Schema.Revision};{Schema.RowsPerGrain};"
        + string.Join(';', Schema.Columns.Select(c => $"{c.Name}:{c.Type}{(c.Searchable ? "?" : "")}"))
        + string.Concat(Schema.Orders.Select(o => $";{o.Filter}>{o.Sort}{(o.Sparse ? "~" : "")}")) + ";" + string.Join(',', Schema.Facets);

    /// <exception cref="IndexException"><c>index/unknown-column</c></exception>
    public IndexColumn Column(string name) => _columns.TryGetValue(name, out var column)
        ? column
        : throw new IndexException("index/unknown-column", $"the list `{Schema.Table}` has no column `{name}`");

    [GeneratedRegex("^[a-z][a-z_]{0,47}$", RegexOptions.NonBacktracking)]
    private static partial Regex UsableName();
}

/// <summary>How values stand in an index table: text, whole numbers, and instants as Unix milliseconds.</summary>
internal static class IndexValues
{
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

    /// <summary>A stored value as the text that a filter for it would have; nothing is empty text.</summary>
    public static string Shown(IndexColumn column, object stored) => FromStored(column, stored) switch
    {
        null => "",
        DateTimeOffset instant => instant.ToString("O", CultureInfo.InvariantCulture),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
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
