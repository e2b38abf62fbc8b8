using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;

namespace Twofold.Fleet.Embedded;

/// <summary>A grain's row on its way into an index table.</summary>
/// <param name="Values">As stored, in the order of the columns; null removes the row.</param>
internal sealed record PostgresIndexRow(IndexTable Table, string Key, ImmutableArray<object?>? Values)
{
    /// <exception cref="IndexException">The row does not fit the table.</exception>
    public static PostgresIndexRow Of(IndexSchemas schemas, IndexSchema schema, string key, IndexRow? row)
    {
        var table = schemas.Table(schema.Table);
        return new PostgresIndexRow(table, key, row is null ? null : [.. IndexValues.ToStored(table, row)]);
    }
}

/// <summary>Creates, drops, fills and refills the index tables.</summary>
internal static class PostgresIndexTables
{
    private const int PageSize = 1000;

    /// <summary>Makes the tables what the schemas say; a table whose columns changed is filled again from the grains.</summary>
    public static async Task PrepareAsync(NpgsqlConnection connection, GrainRegistry registry, IndexSchemas schemas)
    {
        foreach (var table in schemas.All)
        {
            var stored = await connection.AskAsync<string>("SELECT coalesce((SELECT fingerprint FROM index_tables WHERE name = $1), '')", table.Schema.Table);
            if (stored == table.Fingerprint) continue;
            await connection.RunAsync($"DROP TABLE IF EXISTS {table.Name}");
            foreach (var statement in Definition(table)) await connection.RunAsync(statement);
            await FillAsync(connection, registry, table);
            await connection.RunAsync(
                "INSERT INTO index_tables (name, fingerprint) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET fingerprint = $2",
                table.Schema.Table, table.Fingerprint);
        }
    }

    /// <summary>Empties and fills every table, in the transaction of the caller. Other writers wait at the table until it ends.</summary>
    public static async Task RefillAsync(NpgsqlConnection connection, GrainRegistry registry, IndexSchemas schemas)
    {
        foreach (var table in schemas.All)
        {
            await connection.RunAsync($"TRUNCATE {table.Name}");
            await FillAsync(connection, registry, table);
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
        var keys = new ColumnArrays(("key", NpgsqlDbType.Text));
        foreach (var row in rows) keys.Add(row.Key);
        return keys.Command($"DELETE FROM {table.Name} USING {keys.From} WHERE _key = w.key");
    }

    // A row that stays equal is not written, so its secondary indexes are left alone.
    private static NpgsqlBatchCommand Upsert(IndexTable table, List<PostgresIndexRow> rows)
    {
        var columns = table.Schema.Columns.Select(c => $"\"{c.Name}\"").ToList();
        var arrays = new ColumnArrays([("_key", NpgsqlDbType.Text), .. table.Schema.Columns.Select(c => ($"\"{c.Name}\"", Type(c)))]);
        foreach (var row in rows) arrays.Add([row.Key, .. row.Values!]);
        var insert = $"INSERT INTO {table.Name} AS t ({arrays.Names}) SELECT {arrays.Names} FROM {arrays.From} ON CONFLICT (_key)";
        if (columns.Count == 0) return arrays.Command($"{insert} DO NOTHING");
        var sets = string.Join(", ", columns.Select(c => $"{c} = excluded.{c}"));
        var differs = string.Join(" OR ", columns.Select(c => $"t.{c} IS DISTINCT FROM excluded.{c}"));
        return arrays.Command($"{insert} DO UPDATE SET {sets} WHERE {differs}");
    }

    private static async Task FillAsync(NpgsqlConnection connection, GrainRegistry registry, IndexTable table)
    {
        foreach (var kind in registry.All.Where(k => k.Index?.Table == table.Schema.Table))
        {
            for (var page = await PageAsync(connection, kind, ""); !page.IsEmpty; page = await PageAsync(connection, kind, page[^1].Id.Key))
                await connection.RunAsync([.. Put(page.Select(g => Row(table, kind, g)))]);
        }
    }

    private static PostgresIndexRow Row(IndexTable table, IGrainKind kind, StoredGrain grain) =>
        new(table, grain.Id.Key, kind.Row(grain) is { } row ? [.. IndexValues.ToStored(table, row)] : null);

    private static async Task<ImmutableArray<StoredGrain>> PageAsync(NpgsqlConnection connection, IGrainKind kind, string after) =>
        await PostgresReads.AllAsync(
            connection, $"SELECT {StoredRows.GrainColumns} FROM grains WHERE kind = $1 AND key > $2 ORDER BY key LIMIT {PageSize}",
            [kind.Name, after], StoredRows.Grain, CancellationToken.None);

    // Each secondary index ends in the key, so it serves ORDER BY (column, key) by itself, in both directions.
    private static IEnumerable<string> Definition(IndexTable table)
    {
        var columns = string.Concat(table.Schema.Columns.Select(c => $", \"{c.Name}\" {(c.Type == IndexType.Text ? "TEXT COLLATE \"C\"" : "BIGINT")}"));
        yield return $"CREATE TABLE {table.Name} (_key TEXT COLLATE \"C\" PRIMARY KEY{columns})";
        foreach (var column in table.Schema.Columns)
        {
            var sorted = SqlDialect.Postgres.Sorted(column, descending: false);
            yield return $"CREATE INDEX \"ix_{table.Schema.Table}.{column.Name}\" ON {table.Name} ({sorted}, _key)";
        }
    }

    private static NpgsqlDbType Type(IndexColumn column) => column.Type == IndexType.Text ? NpgsqlDbType.Text : NpgsqlDbType.Bigint;
}
