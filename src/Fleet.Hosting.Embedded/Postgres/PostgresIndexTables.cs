using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;

namespace Twofold.Fleet.Embedded;

/// <summary>A grain's row on its way into an index table.</summary>
/// <param name="Values">As stored, in the order of the columns; null removes the row.</param>
internal sealed record PostgresIndexRow(IndexTable Table, string Key, string Part, ImmutableArray<object?>? Values)
{
    /// <exception cref="IndexException">The row does not fit the table.</exception>
    public static PostgresIndexRow Of(IndexSchemas schemas, string key, IndexChange change)
    {
        var table = schemas.Table(change.Table);
        return new PostgresIndexRow(table, key, change.Part, change.After is { } after ? [.. table.Stored(after)] : null);
    }
}

/// <summary>Creates, drops, fills and refills the index tables.</summary>
internal static class PostgresIndexTables
{
    private const int PageSize = 1000;

    /// <summary>Makes the tables what the schemas say; a table whose columns changed is filled again from the grains.</summary>
    public static async Task PrepareAsync(NpgsqlConnection connection, GrainRegistry registry, IndexSchemas schemas)
    {
        var trigrams = await TrigramsAsync(connection);
        foreach (var (kind, table) in TablesOf(registry, schemas))
        {
            var stored = await connection.AskAsync<string>("SELECT coalesce((SELECT fingerprint FROM index_tables WHERE name = $1), '')", table.Schema.Table);
            if (stored == table.Fingerprint) continue;
            await connection.RunAsync($"DROP TABLE IF EXISTS {table.Name}");
            foreach (var statement in Definition(table)) await connection.RunAsync(statement);
            if (trigrams && table.HasText)
                await connection.RunAsync($"CREATE INDEX \"ix_{table.Schema.Table}.text\" ON {table.Name} USING gin (_text gin_trgm_ops)");
            await FillAsync(connection, kind, table);
            await connection.RunAsync(
                "INSERT INTO index_tables (name, fingerprint) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET fingerprint = $2",
                table.Schema.Table, table.Fingerprint);
        }
    }

    // Where the server has no trigrams, or the user may not add them, a search reads the table.
    private static async Task<bool> TrigramsAsync(NpgsqlConnection connection)
    {
        var may = await connection.AskAsync<bool>(
            """
            SELECT EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm')
                AND has_database_privilege(current_database(), 'CREATE')
            """);
        if (may) await connection.RunAsync("CREATE EXTENSION IF NOT EXISTS pg_trgm");
        return may;
    }

    /// <summary>Empties and fills every table, in the transaction of the caller. Other writers wait at the table until it ends.</summary>
    public static async Task RefillAsync(NpgsqlConnection connection, GrainRegistry registry, IndexSchemas schemas)
    {
        foreach (var (kind, table) in TablesOf(registry, schemas))
        {
            await connection.RunAsync($"TRUNCATE {table.Name}");
            await FillAsync(connection, kind, table);
        }
    }

    /// <summary>The statements that put or remove these rows; no key may be there twice.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Put(IEnumerable<PostgresIndexRow> rows)
    {
        foreach (var ofTable in rows.GroupBy(r => r.Table))
        {
            var (gone, there) = (ofTable.Where(r => r.Values is null).ToList(), ofTable.Where(r => r.Values is not null).ToList());
            if (gone.Count > 0) yield return Removal(ofTable.Key, gone);
            if (there.Count > 0) yield return Upsert(ofTable.Key, there);
        }
    }

    private static NpgsqlBatchCommand Removal(IndexTable table, List<PostgresIndexRow> rows)
    {
        var keys = new ColumnArrays([.. KeyArrays(table)]);
        foreach (var row in rows) keys.Add([.. Name(row)]);
        return keys.Command($"DELETE FROM {table.Name} AS t USING {keys.From} WHERE {string.Join(" AND ", table.KeyColumns.Select(k => $"t.{k} = w.{k}"))}");
    }

    // A row that stays equal is not written, so its secondary indexes are left alone.
    private static NpgsqlBatchCommand Upsert(IndexTable table, List<PostgresIndexRow> rows)
    {
        var columns = table.StoredColumns.Select(c => $"\"{c.Name}\"").ToList();
        var arrays = new ColumnArrays([.. KeyArrays(table), .. table.StoredColumns.Select(c => ($"\"{c.Name}\"", Type(c)))]);
        foreach (var row in rows) arrays.Add([.. Name(row), .. row.Values!]);
        var insert = $"INSERT INTO {table.Name} AS t ({arrays.Names}) SELECT {arrays.Names} FROM {arrays.From} ON CONFLICT ({string.Join(", ", table.KeyColumns)})";
        if (columns.Count == 0) return arrays.Command($"{insert} DO NOTHING");
        var sets = string.Join(", ", columns.Select(c => $"{c} = excluded.{c}"));
        var differs = string.Join(" OR ", columns.Select(c => $"t.{c} IS DISTINCT FROM excluded.{c}"));
        return arrays.Command($"{insert} DO UPDATE SET {sets} WHERE {differs}");
    }

    private static IEnumerable<(IGrainKind Kind, IndexTable Table)> TablesOf(GrainRegistry registry, IndexSchemas schemas) =>
        registry.All.SelectMany(k => k.Tables.Select(t => (k, schemas.Table(t.Table))));

    private static IEnumerable<(string Name, NpgsqlDbType Type)> KeyArrays(IndexTable table) => table.KeyColumns.Select(k => (k, NpgsqlDbType.Text));

    private static IEnumerable<object?> Name(PostgresIndexRow row) => row.Table.HasParts ? [row.Key, row.Part] : [row.Key];

    private static async Task FillAsync(NpgsqlConnection connection, IGrainKind kind, IndexTable table)
    {
        for (var page = await PageAsync(connection, kind, ""); !page.IsEmpty; page = await PageAsync(connection, kind, page[^1].Id.Key))
            await connection.RunAsync([.. Put(page.SelectMany(g => Rows(table, kind, g)))]);
    }

    private static IEnumerable<PostgresIndexRow> Rows(IndexTable table, IGrainKind kind, StoredGrain grain) =>
        kind.Rows(grain).Where(r => r.Table == table.Schema.Table).Select(r => new PostgresIndexRow(table, grain.Id.Key, r.Part, [.. table.Stored(r.Values)]));

    private static async Task<ImmutableArray<StoredGrain>> PageAsync(NpgsqlConnection connection, IGrainKind kind, string after) =>
        await PostgresReads.AllAsync(
            connection, $"SELECT {StoredRows.GrainColumns} FROM grains WHERE kind = $1 AND key > $2 ORDER BY key LIMIT {PageSize}",
            [kind.Name, after], StoredRows.Grain, CancellationToken.None);

    // Each declared order ends in the key, which decides between equals, and serves both directions.
    private static IEnumerable<string> Definition(IndexTable table)
    {
        var columns = string.Concat(table.StoredColumns.Select(c => $", \"{c.Name}\" {(c.Type == IndexType.Text ? "TEXT COLLATE \"C\"" : "BIGINT")}"));
        var keys = string.Concat(table.KeyColumns.Select(k => $"{k} TEXT COLLATE \"C\" NOT NULL, "));
        yield return $"CREATE TABLE {table.Name} ({keys}PRIMARY KEY ({string.Join(", ", table.KeyColumns)}){columns})";
        foreach (var order in table.Schema.Orders) yield return Order(table, order);
    }

    private static string Order(IndexTable table, IndexOrder order)
    {
        var filter = order.Filter is { } column ? new[] { $"({SqlDialect.Postgres.Compared(table.Column(column))})" } : [];
        var sort = order.Sort is { } by ? new[] { SqlDialect.Postgres.Sorted(table.Column(by), descending: false) } : [];
        var sparse = order.Sparse ? $" WHERE {SqlDialect.Postgres.Compared(table.Column(order.Filter!))} IS NOT NULL" : "";
        return $"CREATE INDEX {table.OrderName(order)} ON {table.Name} ({string.Join(", ", [.. filter, .. sort, .. table.KeyColumns])}){sparse}";
    }

    private static NpgsqlDbType Type(IndexColumn column) => column.Type == IndexType.Text ? NpgsqlDbType.Text : NpgsqlDbType.Bigint;
}
