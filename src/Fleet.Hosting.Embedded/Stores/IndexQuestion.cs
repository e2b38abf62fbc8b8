using System.Data.Common;

namespace Twofold.Fleet.Embedded;

/// <summary>A checked query, as SQL. Values are parameters; names come from the registered schema.</summary>
internal sealed class IndexQuestion
{
    private const int MaxFilters = 16;
    private const int MaxSearch = 128;
    private const int MaxSkip = 10_000_000;
    private const int MaxCounted = 100;

    private readonly SqlDialect _dialect;
    private readonly IndexQuery _query;
    private readonly List<object> _values = [];
    private readonly string _where;
    private readonly string _order;
    private readonly string _columns;

    private IndexQuestion(IndexTable schema, SqlDialect dialect, IndexQuery query)
    {
        (Schema, _dialect, _query) = (schema, dialect, query);
        var conditions = query.Filters.Select(Condition).ToList();
        if (!string.IsNullOrEmpty(query.Search)) conditions.Add(Search(query.Search));
        _where = conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);
        var key = query.Descending ? "_key DESC" : "_key ASC";
        _order = query.SortBy is { } column ? $"{dialect.Sorted(schema.Column(column), query.Descending)}, {key}" : key;
        _columns = string.Concat(schema.Schema.Columns.Select(c => $", \"{c.Name}\""));
    }

    public IndexTable Schema { get; }

    /// <exception cref="IndexException">See its codes.</exception>
    public static IndexQuestion Of(IndexSchemas schemas, SqlDialect dialect, IndexQuery query)
    {
        var schema = schemas.Table(query.Table);
        Check(query.Take is >= 1 and <= IndexQuery.MaxTake, "index/page-too-large", $"a page of `{query.Take}` rows is not between 1 and {IndexQuery.MaxTake}");
        Check(query.Skip is >= 0 and <= MaxSkip, "index/bad-value", $"`{query.Skip}` rows cannot be passed over");
        Check(query.Filters.Length <= MaxFilters, "index/bad-value", $"there are more than {MaxFilters} filters");
        Check(query.Search is not { Length: > MaxSearch }, "index/bad-value", $"the search is longer than {MaxSearch} characters");
        return new IndexQuestion(schema, dialect, query);
    }

    /// <summary>How many rows there are in all.</summary>
    public string TotalSql => $"SELECT count(*) FROM {Schema.Name} {_where}";

    /// <summary>The page; see <see cref="Item"/>.</summary>
    public string PageSql => $"SELECT _key{_columns} FROM {Schema.Name} {_where} ORDER BY {_order} LIMIT {_query.Take} OFFSET {_query.Skip}";

    /// <summary>The parameters of each of them.</summary>
    public object[] Values => [.. _values];

    /// <summary>The most frequent values and how many rows have them; values that differ only in case are one. See <see cref="Counts"/>.</summary>
    /// <exception cref="IndexException"><c>index/unknown-column</c> or <c>index/bad-value</c></exception>
    public string CountsSql(string column)
    {
        var counted = Schema.TextColumn(column);
        return $"SELECT min(\"{column}\"), count(*) FROM {Schema.Name} {_where} GROUP BY {_dialect.Compared(counted)} ORDER BY 2 DESC, 1 LIMIT {MaxCounted}";
    }

    /// <summary>A row of the page.</summary>
    public IndexItem Item(DbDataReader row)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (n, column) in Schema.Schema.Columns.Index()) values[column.Name] = IndexValues.FromStored(column, row.GetValue(n + 1));
        return new IndexItem(row.GetString(0), values);
    }

    /// <summary>Rows of counts by value, no value counting as empty text.</summary>
    public static IReadOnlyDictionary<string, long> Counts(IEnumerable<(string? Value, long Rows)> counted)
    {
        var counts = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        foreach (var (value, rows) in counted) counts[value ?? ""] = counts.GetValueOrDefault(value ?? "") + rows;
        return counts;
    }

    private string Condition(IndexFilter filter)
    {
        var column = Schema.Column(filter.Column);
        var ordered = filter.Match is FilterMatch.AtLeast or FilterMatch.Below;
        Check(!ordered || column.Type != IndexType.Text, "index/bad-value", $"the text column `{column.Name}` has no order to filter by");
        var value = _dialect.Comparand(column, Parameter(IndexValues.Parse(column, filter.Value)));
        return $"{_dialect.Compared(column)} {Operator(filter.Match)} {value}";
    }

    private string Operator(FilterMatch match) => match switch
    {
        FilterMatch.Is => "=",
        FilterMatch.IsNot => _dialect.Differs,
        FilterMatch.AtLeast => ">=",
        FilterMatch.Below => "<",
        _ => throw new IndexException("index/bad-value", $"`{match}` is not a way to filter"),
    };

    private string Search(string text)
    {
        var escaped = text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_");
        var parameter = Parameter($"%{escaped}%");
        var searched = Schema.Schema.Columns.Where(c => c is { Searchable: true, Type: IndexType.Text }).ToList();
        return searched.Count == 0 ? "FALSE" : $"({string.Join(" OR ", searched.Select(c => $"{_dialect.Compared(c)} LIKE {_dialect.Comparand(c, parameter)} ESCAPE '\\'"))})";
    }

    private string Parameter(object value)
    {
        _values.Add(value);
        return $"${_values.Count}";
    }

    private static void Check(bool holds, string code, string message)
    {
        if (!holds) throw new IndexException(code, message);
    }
}
