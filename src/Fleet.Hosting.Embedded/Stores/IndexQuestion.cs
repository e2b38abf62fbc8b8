using System.Collections.Immutable;
using System.Data.Common;

namespace Twofold.Fleet.Embedded;

/// <summary>A checked query, as SQL. Values are parameters; names come from the registered schema.</summary>
internal sealed class IndexQuestion
{
    private const int MaxFilters = 16;
    private const int MaxSearch = 128;
    private const int MaxWords = 8;
    private const int MaxHeld = 32;
    private const int MaxSkip = 10_000_000;
    private const int MaxCounted = 100;

    private readonly SqlDialect _dialect;
    private readonly IndexColumn? _sorted;
    private readonly List<object> _values = [];
    private readonly List<string> _conditions;
    private readonly string _columns;

    private IndexQuestion(IndexTable schema, SqlDialect dialect, IndexQuery query)
    {
        (Schema, _dialect, Query) = (schema, dialect, query);
        _sorted = query.SortBy is { } column ? schema.Column(column) : null;
        _conditions = [.. query.Filters.Select(Condition)];
        Words = [.. WordsOf(query.Search)];
        _conditions.AddRange(Words.Select(Contains));
        _columns = string.Concat(schema.Schema.Columns.Select(c => $", \"{c.Name}\""));
        Stretches = query.After is null ? [""] : After(IndexCursor.Read(query.After, OrderName, _sorted));
    }

    public IndexTable Schema { get; }

    public IndexQuery Query { get; }

    /// <summary>The pieces of the list that the page is read from, one after the other: what their rows have to meet beside the question.</summary>
    public ImmutableArray<string> Stretches { get; }

    /// <summary>The parameters of every statement.</summary>
    public object[] Values => [.. _values];

    /// <summary>The words that are searched for, in lower case.</summary>
    public ImmutableArray<string> Words { get; }

    /// <summary>Whether the total is exact however large it is, as the schema promises under filters on facets alone.</summary>
    public bool IsExact => Words.IsEmpty && Query.Filters.All(f => Schema.Schema.Facets.Contains(f.Column));

    /// <summary>How many rows there are in all; where that is not exact, counting ends one row above the bound.</summary>
    public string TotalSql => (IsExact, _dialect.KeepsCounts) switch
    {
        (true, true) => $"SELECT coalesce(sum(n), 0) FROM {Schema.CountsName} {Where()}",
        (true, false) => $"SELECT count(*) FROM {Schema.Name} {Where()}",
        _ => $"SELECT count(*) FROM ({SomeSql("1", Schema.Name)}) AS counted",
    };

    /// <exception cref="IndexException">See its codes.</exception>
    public static IndexQuestion Of(IndexSchemas schemas, SqlDialect dialect, IndexQuery query)
    {
        var schema = schemas.Table(query.Table);
        Check(query.Take is >= 1 and <= IndexQuery.MaxTake, "index/page-too-large", $"a page of `{query.Take}` rows is not between 1 and {IndexQuery.MaxTake}");
        Check(query.Skip is >= 0 and <= MaxSkip, "index/bad-value", $"`{query.Skip}` rows cannot be passed over");
        Check(query.Skip == 0 || query.After is null, "index/bad-value", "a page begins after a place or after so many rows, not both");
        Check(query.Filters.Length <= MaxFilters, "index/bad-value", $"there are more than {MaxFilters} filters");
        Check(query.Search is not { Length: > MaxSearch }, "index/bad-value", $"the search is longer than {MaxSearch} characters");
        return new IndexQuestion(schema, dialect, query);
    }

    /// <summary>Of one row more than the bound, as they come.</summary>
    /// <param name="from">The table, and how it is read.</param>
    /// <param name="more">What the rows have to meet beside the question, or empty.</param>
    public string SomeSql(string columns, string from, string more = "") => $"SELECT {columns} FROM {from} {Where(more)} LIMIT {IndexCount.Bound + 1}";

    /// <summary>At most so many rows of a stretch, in order; see <see cref="Item"/>.</summary>
    public string PageSql(string stretch, int take, string? from = null) =>
        $"SELECT {Schema.KeyAndPart}{_columns} FROM {from ?? Schema.Name} {Where(stretch)} ORDER BY {Order} LIMIT {take} OFFSET {Query.Skip}";

    /// <summary>
    /// The most frequent values, how many of the rows have them, and how many rows were looked at; values that differ only in case are one.
    /// See <see cref="Facet"/>.
    /// </summary>
    /// <exception cref="IndexException"><c>index/unknown-column</c></exception>
    public string CountsSql(string column, string? from = null, string more = "")
    {
        var exact = CountsExactly(column);
        var kept = exact && _dialect.KeepsCounts;
        var looked = kept ? $"SELECT \"{column}\", n FROM {Schema.CountsName} {Where()}"
            : exact ? $"SELECT \"{column}\" FROM {Schema.Name} {Where()}"
            : SomeSql($"\"{column}\"", from ?? Schema.Name, more);
        var rows = kept ? "sum(n)" : "count(*)";
        return $"SELECT min(\"{column}\"), {rows}, CAST(sum({rows}) OVER () AS bigint) FROM ({looked}) AS looked "
            + $"GROUP BY {_dialect.Compared(Schema.Column(column))} ORDER BY 2 DESC, 1 LIMIT {MaxCounted}";
    }

    /// <summary>Whether the counts of a column are exact however many rows there are.</summary>
    public bool CountsExactly(string column) => IsExact && Schema.Schema.Facets.Contains(column);

    /// <summary>The numbers of the rows of a stretch, in order, and whether each meets the question.</summary>
    public string WalkSql(string stretch, string from) =>
        $"SELECT _row, ({(_conditions.Count == 0 ? "TRUE" : string.Join(" AND ", _conditions))}) IS TRUE FROM {from} {(stretch.Length == 0 ? "" : $"WHERE {stretch}")} ORDER BY {Order}";

    /// <summary>The same list under some of the filters only, from its beginning.</summary>
    public IndexQuestion Only(ImmutableArray<IndexFilter> filters) => new(Schema, _dialect, new IndexQuery(Query.Table, filters));

    /// <summary>A row of the page.</summary>
    public IndexItem Item(DbDataReader row)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (n, column) in Schema.Schema.Columns.Index()) values[column.Name] = IndexValues.FromStored(column, row.GetValue(n + 2));
        return new IndexItem(row.GetString(0), values, row.GetString(1));
    }

    /// <summary>The page, of at most one row more than was asked for: that one only says that there is more.</summary>
    public IndexPage Page(IReadOnlyList<IndexItem> rows, long total)
    {
        var items = rows.Take(Query.Take).ToImmutableArray();
        return new(items, !IsExact && total > IndexCount.Bound ? new(IndexCount.Bound, AtLeast: true) : new(total), rows.Count > items.Length ? CursorOf(items[^1]).Write() : null);
    }

    /// <summary>A row of counts: the value as text, none being empty text, how many rows have it, and how many were looked at.</summary>
    public (string Value, long Rows, long Looked) Counted(string column, DbDataReader row) =>
        (IndexValues.Shown(Schema.Column(column), row.GetValue(0)), row.GetInt64(1), row.GetInt64(2));

    /// <summary>All rows of counts.</summary>
    public IndexFacet Facet(string column, IReadOnlyList<(string Value, long Rows, long Looked)> counted)
    {
        var counts = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        foreach (var (value, rows, _) in counted) counts[value] = counts.GetValueOrDefault(value) + rows;
        return new(counts, !CountsExactly(column) && counted.Count > 0 && counted[0].Looked > IndexCount.Bound);
    }

    private string OrderName => $"{(Query.Descending ? "-" : "")}{Query.SortBy}";

    private string Order
    {
        get
        {
            var direction = Query.Descending ? "DESC" : "ASC";
            var key = string.Join(", ", Schema.KeyColumns.Select(k => $"{k} {direction}"));
            return _sorted is null ? key : $"{_dialect.Sorted(_sorted, Query.Descending)}, {key}";
        }
    }

    private IndexCursor CursorOf(IndexItem last) =>
        IndexCursor.Of(OrderName, _sorted is null ? null : IndexValues.ToStored(_sorted, last.Values[_sorted.Name]), last);

    // Nothing sorts before everything else, and no comparison is true of it: so a list is read as those without a value and those with one.
    private ImmutableArray<string> After(IndexCursor last)
    {
        var (beyond, keys, key) = (Query.Descending ? "<" : ">", string.Join(", ", Schema.KeyColumns), KeyOf(last));
        if (_sorted is null) return [$"({keys}) {beyond} ({key})"];
        var column = _dialect.Compared(_sorted);
        if (last.Value is null)
        {
            var rest = $"{column} IS NULL AND ({keys}) {beyond} ({key})";
            return Query.Descending ? [rest] : [rest, $"{column} IS NOT NULL"];
        }

        var same = $"({column}, {keys}) {beyond} ({_dialect.Comparand(_sorted, Parameter(last.Value))}, {key})";
        return Query.Descending ? [same, $"{column} IS NULL"] : [same];
    }

    private string KeyOf(IndexCursor last) =>
        Schema.HasParts ? $"{Parameter(last.Key)}, {Parameter(last.Part)}" : Parameter(last.Key);

    private string Where(string more = "")
    {
        var all = string.Join(" AND ", more.Length == 0 ? _conditions : _conditions.Append(more));
        return all.Length == 0 ? "" : $"WHERE {all}";
    }

    private string Condition(IndexFilter filter)
    {
        var column = Schema.Column(filter.Column);
        var ordered = filter.Match is FilterMatch.AtLeast or FilterMatch.Below;
        Check(!ordered || column.Type != IndexType.Text, "index/bad-value", $"the text column `{column.Name}` has no order to filter by");
        if (filter.Match == FilterMatch.Holds) return Holds(column, filter.Value);
        var value = _dialect.Comparand(column, Parameter(IndexValues.Parse(column, filter.Value)));
        return $"{_dialect.Compared(column)} {Operator(filter.Match)} {value}";
    }

    // A blank on either side, so that no word is found within another.
    private string Holds(IndexColumn column, string value)
    {
        var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Check(column.Type == IndexType.Text, "index/bad-value", $"the column `{column.Name}` holds no words");
        Check(words.Length is >= 1 and <= MaxHeld && !value.Contains('\0'), "index/bad-value", $"a text is asked for 1 to {MaxHeld} words");
        return string.Join(" AND ", words.Select(w => _dialect.Within($"' ' || \"{column.Name}\" || ' '", Parameter($" {w} "))));
    }

    private string Operator(FilterMatch match) => match switch
    {
        FilterMatch.Is => "=",
        FilterMatch.IsNot => _dialect.Differs,
        FilterMatch.AtLeast => ">=",
        FilterMatch.Below => "<",
        _ => throw new IndexException("index/bad-value", $"`{match}` is not a way to filter"),
    };

    // What cannot stand in a stored text is in none.
    private static IEnumerable<string> WordsOf(string? search) =>
        (search ?? "").Replace("\0", "").ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct().Take(MaxWords);

    private string Contains(string word) => Schema.HasText ? _dialect.Found(Parameter(_dialect.Sought(word))) : "FALSE";

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
