using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>
/// Answers one question about an index table. A declared order is read where the page begins. Any other question is answered in bounded
/// steps: the rows that meet it are gathered up to the bound; few are sorted by themselves, of many a page is mostly met soon along the
/// order, and only where it is not is the whole table sorted.
/// </summary>
internal sealed class IndexReads(SqliteConnection connection, IndexQuestion question)
{
    // Rows that are looked at along an order before the whole table is read instead, which costs about as much.
    private const int MostWalked = 100_000;

    // Rows that a text may be in and still be looked up one by one.
    private const int MostFound = 20_000;

    // A condition on one column picks its rows by an order only when they are fewer; more are read faster in the table's own order.
    private const int MostPicked = 50_000;

    private readonly IndexTable _table = question.Schema;
    private readonly string? _trigrams = Trigrams.Of(question.Words);

    private string Unordered => $"{_table.Name} NOT INDEXED";

    /// <summary>The page and the total, both of the same instant.</summary>
    public IndexPage Page()
    {
        using var transaction = connection.BeginTransaction(deferred: true);
        if (Declared() is { } order) return question.Page(Rows(order), Number(question.TotalSql));
        var some = Gather();
        var total = question.IsExact ? Number(question.TotalSql) : some.Count;
        var rows = some.Count <= IndexCount.Bound ? Rows(Among(some)) : Walk() is { } met ? Rows(Among(met)) : Rows(Unordered);
        return question.Page(rows, total);
    }

    /// <summary>How many rows have each value.</summary>
    public IndexFacet Counts(string column)
    {
        using var transaction = connection.BeginTransaction(deferred: true);
        var from = question.CountsExactly(column) ? _table.Name : Gather() is { Count: <= IndexCount.Bound } few ? Among(few) : Unordered;
        return question.Facet(column, Ask(question.CountsSql(column, from), row => question.Counted(column, row)));
    }

    // Where both columns of an order have one value each, the key alone decides.
    private string? Declared() => question.Query.Filters switch
    {
        _ when !question.Words.IsEmpty => null,
        [] => Order(null, question.Query.SortBy),
        [{ Match: FilterMatch.Is } only] => Order(only.Column, question.Query.SortBy),
        [{ Match: FilterMatch.Is } one, { Match: FilterMatch.Is } other] when question.Query.SortBy is null => Order(one.Column, other.Column),
        _ => null,
    };

    private string? Order(string? filter, string? sort)
    {
        if (filter is null && sort is null) return _table.Name;
        var declared = _table.Schema.Orders.FirstOrDefault(o => o.Filter == filter && o.Sort == sort);
        return declared is null ? null : $"{_table.Name} INDEXED BY {_table.OrderName(declared)}";
    }

    private string Among(List<long> rows) => $"(SELECT * FROM {_table.Name} WHERE _row IN ({string.Join(',', rows)}))";

    private List<IndexItem> Rows(string from)
    {
        var rows = new List<IndexItem>();
        foreach (var stretch in question.Stretches)
        {
            var wanted = question.Query.Take + 1 - rows.Count;
            if (wanted == 0) break;
            rows.AddRange(Ask(question.PageSql(stretch, wanted, from), question.Item));
        }

        return rows;
    }

    private List<long> Gather()
    {
        if (_trigrams is null || Number($"SELECT count(*) FROM ({FoundSql})") >= MostFound) return Gather(Picked() ?? Unordered);
        return Gather($"{_table.Name} NOT INDEXED", $"_row IN ({FoundSql})");
    }

    private List<long> Gather(string from, string more = "") => Ask(question.SomeSql("_row", from, more), row => row.GetInt64(0));

    private string FoundSql =>
        $"SELECT rowid FROM {_table.TextName} WHERE {_table.TextName} MATCH ${question.Values.Length + 1} LIMIT {MostFound}";

    // The order that keeps the fewest rows with one of the values, or in one of the stretches, that are asked for.
    private string? Picked() => SameValues().Concat(Ranges())
        .Where(c => c.Declared is not null)
        .Select(c => (c.Declared, c.Alone, Rows: new IndexReads(connection, c.Alone).Number(c.Alone.TotalSql)))
        .Where(c => c.Rows < (c.Alone.IsExact ? MostPicked : IndexCount.Bound))
        .OrderBy(c => c.Rows)
        .Select(c => $"{_table.Name} INDEXED BY {_table.OrderName(c.Declared!)}")
        .FirstOrDefault();

    private IEnumerable<(IndexOrder? Declared, IndexQuestion Alone)> SameValues() => question.Query.Filters
        .Where(f => f.Match == FilterMatch.Is)
        .Select(f => (_table.Schema.Orders.FirstOrDefault(o => o.Filter == f.Column), question.Only([f])));

    private IEnumerable<(IndexOrder? Declared, IndexQuestion Alone)> Ranges() => question.Query.Filters
        .Where(f => f.Match is FilterMatch.AtLeast or FilterMatch.Below)
        .GroupBy(f => f.Column)
        .Select(g => (_table.Schema.Orders.FirstOrDefault(o => o.Filter is null && o.Sort == g.Key), question.Only([.. g])));

    // Enough rows for the page, met along its order; null when they are not met soon or the order is none of those that are kept.
    private List<long>? Walk()
    {
        if (question.Query is { Skip: > 0 } || Order(null, question.Query.SortBy) is not { } order) return null;
        var (met, looked) = (new List<long>(), 0);
        foreach (var stretch in question.Stretches)
        {
            using var command = connection.Ask(question.WalkSql(stretch, order), Values);
            using var row = command.ExecuteReader();
            while (row.Read() && looked++ < MostWalked)
            {
                if (row.GetInt64(1) != 0) met.Add(row.GetInt64(0));
                if (met.Count > question.Query.Take) return met;
            }
        }

        return null;
    }

    private object[] Values => _trigrams is null ? question.Values : [.. question.Values, _trigrams];

    private long Number(string sql)
    {
        using var command = connection.Ask(sql, Values);
        return (long)command.ExecuteScalar()!;
    }

    private List<T> Ask<T>(string sql, Func<DbDataReader, T> read)
    {
        using var command = connection.Ask(sql, Values);
        return [.. command.ReadAll(read)];
    }
}
