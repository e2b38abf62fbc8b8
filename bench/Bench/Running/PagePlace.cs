using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Twofold.Fleet;

namespace Twofold.Bench.Running;

/// <summary>A page of a declared filter and order, and the row it comes after.</summary>
/// <param name="Order">The table, the filter and the order, in words.</param>
/// <param name="After">The values of the sorted column and the key of the row before the page; null for the first page.</param>
internal sealed record PagePlace(string Order, IndexSchema Schema, IndexOrder Declared, string? Value, IndexQuery Query, IndexItem? After)
{
    private const int Deepest = 5_000;

    /// <summary>Whether rows are sure to be there.</summary>
    public bool HasRows => After is null;

    /// <summary>So many places of every declared order of every list that a million phones fill; the same in every run.</summary>
    public static async Task<List<PagePlace>> AllAsync(IFleetIndex index, int places)
    {
        var (all, chance) = (new List<PagePlace>(), new Random(7));
        foreach (var schema in FleetKinds.All.All.SelectMany(k => k.Tables).Where(t => t.Table is "phones" or "vms" or "findings" or "orders" or "exposures"))
        {
            foreach (var order in schema.Orders)
                for (var n = 0; n < places; n++) all.Add(await OneAsync(index, schema, order, n % 4 == 0 ? 0 : chance.Next(1, Deepest), chance));
        }

        return all;
    }

    private static async Task<PagePlace> OneAsync(IFleetIndex index, IndexSchema schema, IndexOrder order, int depth, Random chance)
    {
        var value = order.Filter is null ? null : await ValueAsync(index, schema, order.Filter, chance);
        ImmutableArray<IndexFilter> filters = value is null ? [] : [new(order.Filter!, FilterMatch.Is, value)];
        var name = $"{schema.Table}: {order.Filter ?? "all"} by {order.Sort ?? "key"}";
        var query = new IndexQuery(schema.Table, filters, SortBy: order.Sort, Descending: chance.Next(2) == 0);
        if (depth == 0) return new(name, schema, order, value, query, null);
        var before = await index.QueryAsync(query with { Skip = depth, Take = 1 }, CancellationToken.None);
        return before.Next is null ? new(name, schema, order, value, query, null) : new(name, schema, order, value, query with { After = before.Next }, before.Items[0]);
    }

    private static async Task<string> ValueAsync(IFleetIndex index, IndexSchema schema, string column, Random chance)
    {
        var counts = await index.CountAsync(schema.Table, column, [], null, CancellationToken.None);
        var values = counts.Rows.Keys.Where(v => v.Length > 0).Order(StringComparer.Ordinal).ToList();
        return values.Count == 0 ? "none" : values[chance.Next(values.Count)];
    }
}

/// <summary>Reads the same pages with prepared statements and nothing else.</summary>
internal sealed class BarePages : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    public BarePages(string database)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        _connection = new SqliteConnection(text.ToString());
        _connection.Open();
    }

    /// <summary>Reads every column of the page's rows.</summary>
    public int Read(PagePlace place)
    {
        var command = Command(place);
        command.Parameters["$value"].Value = place.Value ?? (object)DBNull.Value;
        command.Parameters["$sort"].Value = Stored(place) ?? DBNull.Value;
        command.Parameters["$key"].Value = place.After?.Key ?? "";
        command.Parameters["$part"].Value = place.After?.Part ?? "";
        using var row = command.ExecuteReader();
        var (cells, rows) = (new object[row.FieldCount], 0);
        for (; row.Read(); rows++) row.GetValues(cells);
        return rows;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in _commands.Values) command.Dispose();
        _connection.Dispose();
    }

    private static object? Stored(PagePlace place) => place.Declared.Sort is not { } sort ? null : place.After?.Values[sort] switch
    {
        DateTimeOffset instant => instant.ToUnixTimeMilliseconds(),
        var value => value,
    };

    private SqliteCommand Command(PagePlace place)
    {
        var sql = Sql(place);
        if (_commands.TryGetValue(sql, out var known)) return known;
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in new[] { "$value", "$sort", "$key", "$part" }) command.Parameters.AddWithValue(name, DBNull.Value);
        command.Prepare();
        return _commands[sql] = command;
    }

    private static string Sql(PagePlace place)
    {
        var (table, order) = ($"\"ix_{place.Schema.Table}\"", place.Declared);
        var (direction, beyond) = place.Query.Descending ? ("DESC", "<") : ("ASC", ">");
        var keys = place.Schema.RowsPerGrain > 1 ? new[] { "_key", "_part" } : ["_key"];
        var sorted = order.Sort is null ? keys : [$"\"{order.Sort}\"", .. keys];
        string[] after = [.. order.Sort is null ? Array.Empty<string>() : ["$sort"], .. keys.Select(k => k == "_key" ? "$key" : "$part")];
        var conditions = new List<string>();
        if (order.Filter is not null) conditions.Add($"\"{order.Filter}\" = $value");
        if (place.After is not null) conditions.Add($"({string.Join(", ", sorted)}) {beyond} ({string.Join(", ", after)})");
        var where = conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
        return $"SELECT * FROM {table} INDEXED BY \"ix_{place.Schema.Table}.{order.Filter}.{order.Sort}\" {where} "
            + $"ORDER BY {string.Join(", ", sorted.Select(s => $"{s} {direction}"))} LIMIT {place.Query.Take}";
    }
}
