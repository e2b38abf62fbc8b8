using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>Writes rows of the index tables.</summary>
internal sealed class IndexRows(SqliteConnection connection, IndexSchemas schemas) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _puts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SqliteCommand> _removals = new(StringComparer.Ordinal);

    /// <summary>Puts the grain's row, or removes it when there is none.</summary>
    public void Put(IndexSchema schema, string key, IndexRow? row)
    {
        var table = schemas.Table(schema.Table);
        if (row is null) Command(_removals, table, Removal).With(key).ExecuteNonQuery();
        else Command(_puts, table, Upsert).With([key, .. IndexValues.ToStored(table, row)]).ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var command in _puts.Values.Concat(_removals.Values)) command.Dispose();
    }

    private static SqliteCommand Command(Dictionary<string, SqliteCommand> known, IndexTable table, Func<IndexTable, SqliteCommand> prepare)
    {
        if (!known.TryGetValue(table.Schema.Table, out var command)) known[table.Schema.Table] = command = prepare(table);
        return command;
    }

    private SqliteCommand Removal(IndexTable table) => connection.Prepare($"DELETE FROM {table.Name} WHERE _key = $1", 1);

    // A row that stays equal is not written, so its secondary indexes are left alone; equal means to the byte, not without regard to case.
    private SqliteCommand Upsert(IndexTable table)
    {
        var columns = table.Schema.Columns.Select(c => $"\"{c.Name}\"").ToList();
        var values = Enumerable.Range(1, columns.Count + 1).Select(n => $"${n}");
        var insert = $"INSERT INTO {table.Name} ({string.Join(", ", columns.Prepend("_key"))}) VALUES ({string.Join(", ", values)})";
        if (columns.Count == 0) return connection.Prepare($"{insert} ON CONFLICT DO NOTHING", 1);
        var sets = string.Join(", ", columns.Select(c => $"{c} = excluded.{c}"));
        var differs = string.Join(" OR ", columns.Select(c => $"{table.Name}.{c} IS NOT excluded.{c} COLLATE BINARY"));
        return connection.Prepare($"{insert} ON CONFLICT (_key) DO UPDATE SET {sets} WHERE {differs}", columns.Count + 1);
    }
}
