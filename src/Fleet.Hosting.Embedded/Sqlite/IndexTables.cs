using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>Creates, drops and refills the index tables.</summary>
internal static class IndexTables
{
    private const int PageSize = 1000;

    /// <summary>Makes the tables what the schemas say; a table whose columns changed is filled again from the grains.</summary>
    public static void Prepare(SqliteConnection connection, GrainRegistry registry, IndexSchemas schemas)
    {
        using var rows = new IndexRows(connection, schemas);
        var stored = Stored(connection);
        foreach (var table in schemas.All.Where(t => stored.GetValueOrDefault(t.Schema.Table) != t.Fingerprint))
        {
            connection.Execute("BEGIN IMMEDIATE");
            Rebuild(connection, registry, table, rows);
            connection.Execute("COMMIT");
        }
    }

    /// <summary>Refills every table, in the transaction of the caller.</summary>
    public static void Rebuild(SqliteConnection connection, GrainRegistry registry, IndexSchemas schemas, IndexRows rows)
    {
        foreach (var table in schemas.All) Rebuild(connection, registry, table, rows);
    }

    private static void Rebuild(SqliteConnection connection, GrainRegistry registry, IndexTable table, IndexRows rows)
    {
        connection.Execute($"DROP TABLE IF EXISTS {table.Name}");
        connection.Execute(Definition(table));
        foreach (var kind in registry.All.Where(k => k.Index?.Table == table.Schema.Table)) Fill(connection, kind, table, rows);
        using var note = connection.Ask(
            "INSERT INTO index_tables (name, fingerprint) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET fingerprint = $2",
            table.Schema.Table, table.Fingerprint);
        note.ExecuteNonQuery();
    }

    private static void Fill(SqliteConnection connection, IGrainKind kind, IndexTable table, IndexRows rows)
    {
        var page = GrainRows.Page(connection, kind.Name, null, PageSize);
        while (!page.IsEmpty)
        {
            foreach (var grain in page) rows.Put(table.Schema, grain.Id.Key, kind.Row(grain));
            page = GrainRows.Page(connection, kind.Name, page[^1].Id.Key, PageSize);
        }
    }

    // Without a row id, every secondary index ends in the key, so it serves ORDER BY (column, key) by itself.
    private static string Definition(IndexTable table)
    {
        var columns = string.Concat(table.Schema.Columns.Select(c => $", \"{c.Name}\" {(c.Type == IndexType.Text ? "TEXT COLLATE NOCASE" : "INTEGER")}"));
        var indexes = table.Schema.Columns.Select(c => $"CREATE INDEX \"ix_{table.Schema.Table}.{c.Name}\" ON {table.Name} (\"{c.Name}\");");
        return $"CREATE TABLE {table.Name} (_key TEXT PRIMARY KEY NOT NULL{columns}) WITHOUT ROWID; {string.Concat(indexes)}";
    }

    private static Dictionary<string, string> Stored(SqliteConnection connection)
    {
        using var command = connection.Ask("SELECT name, fingerprint FROM index_tables");
        using var row = command.ExecuteReader();
        var stored = new Dictionary<string, string>(StringComparer.Ordinal);
        while (row.Read()) stored[row.GetString(0)] = row.GetString(1);
        return stored;
    }
}
