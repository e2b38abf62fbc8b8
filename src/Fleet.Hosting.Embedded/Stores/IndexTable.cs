using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Twofold.Fleet.Embedded;

/// <summary>A checked schema and its names in SQL.</summary>
internal sealed partial class IndexTable
{
    // Raised when the same schema makes other tables than before.
    private const int Format = 4;

    private const int MostColumns = 62;

    private readonly FrozenDictionary<string, IndexColumn> _columns;
    private readonly ImmutableArray<int> _searched;

    /// <exception cref="StoreException"><c>store/bad-index-schema</c></exception>
    public IndexTable(IndexSchema schema)
    {
        Schema = schema;
        if (schema.Columns.Length > MostColumns) throw Bad($"`{schema.Table}` has more than {MostColumns} columns");
        if (schema.Columns.Select(c => c.Name).Append(schema.Table).FirstOrDefault(n => !UsableName().IsMatch(n)) is { } odd)
            throw Bad($"`{odd}` is not lower-case letters and underscores");
        _columns = schema.Columns.ToFrozenDictionary(c => c.Name);
        if (schema.Orders.SelectMany(o => new[] { o.Filter, o.Sort }).OfType<string>().Concat(schema.Facets).FirstOrDefault(n => !_columns.ContainsKey(n)) is { } unknown)
            throw Bad($"the index table `{schema.Table}` has no column `{unknown}`");
        _searched = [.. schema.Columns.Index().Where(c => c.Item is { Searchable: true, Type: IndexType.Text }).Select(c => c.Index)];
        FacetPlaces = [.. schema.Facets.Select(f => schema.Columns.IndexOf(_columns[f]))];
        StoredColumns = HasText ? schema.Columns.Add(new("_text", IndexType.Text)) : schema.Columns;
    }

    public IndexSchema Schema { get; }

    /// <summary>The table in SQL. The key's column is <c>_key</c>, which no column can be called.</summary>
    public string Name => $"\"ix_{Schema.Table}\"";

    /// <summary>Where rows are counted by their facets.</summary>
    public string CountsName => $"\"ix_{Schema.Table}.counts\"";

    /// <summary>Where text is looked up, by the number of the row.</summary>
    public string TextName => $"\"ix_{Schema.Table}.text\"";

    /// <summary>Whether there is anything to search: then the column <c>_text</c> holds all searchable text of a row in lower case.</summary>
    public bool HasText => !_searched.IsEmpty;

    /// <summary>The columns of the schema, then <c>_text</c> where there is one.</summary>
    public ImmutableArray<IndexColumn> StoredColumns { get; }

    /// <summary>The places of the facets among the columns.</summary>
    public ImmutableArray<int> FacetPlaces { get; }

    /// <summary>Whether a grain may have several rows, told apart by the column <c>_part</c>.</summary>
    public bool HasParts => Schema.RowsPerGrain > 1;

    /// <summary>What tells rows apart, and decides between equals in every order.</summary>
    public ImmutableArray<string> KeyColumns => HasParts ? ["_key", "_part"] : ["_key"];

    /// <summary>The key and the part as they are read.</summary>
    public string KeyAndPart => HasParts ? "_key, _part" : "_key, ''";

    /// <summary>Changes whenever the table would be created or filled differently.</summary>
    public string Fingerprint => $"{Format};{Schema.Revision};{Schema.RowsPerGrain};"
        + string.Join(';', Schema.Columns.Select(c => $"{c.Name}:{c.Type}{(c.Searchable ? "?" : "")}"))
        + string.Concat(Schema.Orders.Select(o => $";{o.Filter}>{o.Sort}{(o.Sparse ? "~" : "")}")) + ";" + string.Join(',', Schema.Facets);

    /// <summary>The database's index that keeps a declared order.</summary>
    public string OrderName(IndexOrder order) => $"\"ix_{Schema.Table}.{order.Filter}.{order.Sort}\"";

    /// <exception cref="IndexException"><c>index/unknown-column</c></exception>
    public IndexColumn Column(string name) => _columns.TryGetValue(name, out var column)
        ? column
        : throw new IndexException("index/unknown-column", $"the list `{Schema.Table}` has no column `{name}`");

    /// <summary>A row's values as they are stored, in the order of <see cref="StoredColumns"/>.</summary>
    /// <exception cref="IndexException"><c>index/bad-value</c></exception>
    public object?[] Stored(ImmutableArray<object?> values)
    {
        if (values.Length != Schema.Columns.Length)
            throw new IndexException("index/bad-value", $"a row of `{Schema.Table}` does not have a value for each column");
        var stored = new object?[StoredColumns.Length];
        for (var n = 0; n < values.Length; n++) stored[n] = IndexValues.ToStored(Schema.Columns[n], values[n]);
        if (HasText) stored[^1] = string.Join('\n', _searched.Select(n => stored[n] as string)).ToLowerInvariant();
        return stored;
    }

    private static StoreException Bad(string message) => new("store/bad-index-schema", message);

    [GeneratedRegex("^[a-z][a-z_]{0,47}$", RegexOptions.NonBacktracking)]
    private static partial Regex UsableName();
}
