using System.Collections.Frozen;
using System.Globalization;

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
