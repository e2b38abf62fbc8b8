using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>A checked query, as SQL. Values are parameters; names come from the registered schema.</summary>
internal sealed class IndexQuestion
{
    private const int MaxFilters = 16;
    private const int MaxSearch = 128;
    private const int MaxSkip = 10_000_000;
    private const int MaxCounted = 100;

    private readonly IndexQuery _query;
    private readonly List<object> _values = [];
    private readonly string _where;
    private readonly string _order;

    private IndexQuestion(IndexTable schema, IndexQuery query)
    {
        (Schema, _query) = (schema, query);
        var conditions = query.Filters.Select(Condition).ToList();
        if (!string.IsNullOrEmpty(query.Search)) conditions.Add(Search(query.Search));
        _where = conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);
        var direction = query.Descending ? "DESC" : "ASC";
        _order = query.SortBy is { } column ? $"\"{schema.Column(column).Name}\" {direction}, _key {direction}" : $"_key {direction}";
    }

    public IndexTable Schema { get; }

    /// <exception cref="IndexException">See its codes.</exception>
    public static IndexQuestion Of(IndexSchemas schemas, IndexQuery query)
    {
        var schema = schemas.Table(query.Table);
        Check(query.Take is >= 1 and <= IndexQuery.MaxTake, "index/page-too-large", $"a page of `{query.Take}` rows is not between 1 and {IndexQuery.MaxTake}");
        Check(query.Skip is >= 0 and <= MaxSkip, "index/bad-value", $"`{query.Skip}` rows cannot be passed over");
        Check(query.Filters.Length <= MaxFilters, "index/bad-value", $"there are more than {MaxFilters} filters");
        Check(query.Search is not { Length: > MaxSearch }, "index/bad-value", $"the search is longer than {MaxSearch} characters");
        return new IndexQuestion(schema, query);
    }

    /// <summary>The page and the total, both of the same instant.</summary>
    public IndexPage Page(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction(deferred: true);
        using var count = Ask(connection, $"SELECT count(*) FROM {Schema.Name} {_where}");
        var total = (long)count.ExecuteScalar()!;
        return new IndexPage(Items(connection), total);
    }

    /// <summary>How many rows have each value; the most frequent values, no value counting as empty text.</summary>
    public IReadOnlyDictionary<string, long> Count(SqliteConnection connection, IndexColumn column)
    {
        using var command = Ask(
            connection, $"SELECT \"{column.Name}\", count(*) FROM {Schema.Name} {_where} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MaxCounted}");
        using var row = command.ExecuteReader();
        var counts = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        while (row.Read())
        {
            var value = row.TextOrNull(0) ?? "";
            counts[value] = counts.GetValueOrDefault(value) + row.GetInt64(1);
        }

        return counts;
    }

    private ImmutableArray<IndexItem> Items(SqliteConnection connection)
    {
        var columns = string.Concat(Schema.Schema.Columns.Select(c => $", \"{c.Name}\""));
        using var command = Ask(connection, $"SELECT _key{columns} FROM {Schema.Name} {_where} ORDER BY {_order} LIMIT {_query.Take} OFFSET {_query.Skip}");
        using var row = command.ExecuteReader();
        var items = ImmutableArray.CreateBuilder<IndexItem>();
        while (row.Read()) items.Add(Item(row));
        return items.DrainToImmutable();
    }

    private IndexItem Item(SqliteDataReader row)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (n, column) in Schema.Schema.Columns.Index()) values[column.Name] = IndexValues.FromStored(column, row.GetValue(n + 1));
        return new IndexItem(row.GetString(0), values);
    }

    private string Condition(IndexFilter filter)
    {
        var column = Schema.Column(filter.Column);
        var ordered = filter.Match is FilterMatch.AtLeast or FilterMatch.Below;
        Check(!ordered || column.Type != IndexType.Text, "index/bad-value", $"the text column `{column.Name}` has no order to filter by");
        return $"\"{column.Name}\" {Operator(filter.Match)} {Parameter(IndexValues.Parse(column, filter.Value))}";
    }

    private static string Operator(FilterMatch match) => match switch
    {
        FilterMatch.Is => "=",
        FilterMatch.IsNot => "IS NOT",
        FilterMatch.AtLeast => ">=",
        FilterMatch.Below => "<",
        _ => throw new IndexException("index/bad-value", $"`{match}` is not a way to filter"),
    };

    private string Search(string text)
    {
        var escaped = text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_");
        var parameter = Parameter($"%{escaped}%");
        var searched = Schema.Schema.Columns.Where(c => c is { Searchable: true, Type: IndexType.Text }).ToList();
        return searched.Count == 0 ? "FALSE" : $"({string.Join(" OR ", searched.Select(c => $"\"{c.Name}\" LIKE {parameter} ESCAPE '\\'"))})";
    }

    private string Parameter(object value)
    {
        _values.Add(value);
        return $"${_values.Count}";
    }

    private SqliteCommand Ask(SqliteConnection connection, string sql) => connection.Ask(sql, [.. _values]);

    private static void Check(bool holds, string code, string message)
    {
        if (!holds) throw new IndexException(code, message);
    }
}
