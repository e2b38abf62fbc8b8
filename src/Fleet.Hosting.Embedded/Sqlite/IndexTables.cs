using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>Creates, drops and refills the index tables.</summary>
internal static class IndexTables
{
    private const int PageSize = 1000;

    /// <summary>Makes the tables what the schemas say; a table that changed is filled again from the grains.</summary>
    public static void Prepare(SqliteConnection connection, GrainRegistry registry, IndexSchemas schemas)
    {
        using var rows = new IndexRows(connection, schemas);
        var stored = Stored(connection);
        foreach (var kind in registry.All)
        {
            var stale = kind.Tables.Select(t => schemas.Table(t.Table)).Where(t => stored.GetValueOrDefault(t.Schema.Table) != t.Fingerprint).ToImmutableArray();
            if (stale.IsEmpty) continue;
            connection.Execute("BEGIN IMMEDIATE");
            Rebuild(connection, kind, stale, rows);
            connection.Execute("COMMIT");
        }
    }

    /// <summary>Refills every table, in the transaction of the caller.</summary>
    public static void Rebuild(SqliteConnection connection, GrainRegistry registry, IndexSchemas schemas, IndexRows rows)
    {
        foreach (var kind in registry.All) Rebuild(connection, kind, [.. kind.Tables.Select(t => schemas.Table(t.Table))], rows);
    }

    private static void Rebuild(SqliteConnection connection, IGrainKind kind, ImmutableArray<IndexTable> tables, IndexRows rows)
    {
        foreach (var table in tables)
        {
            foreach (var name in new[] { table.Name, table.CountsName, table.TextName }) connection.Execute($"DROP TABLE IF EXISTS {name}");
            foreach (var statement in Definition(table)) connection.Execute(statement);
            using var note = connection.Ask(
                "INSERT INTO index_tables (name, fingerprint) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET fingerprint = $2",
                table.Schema.Table, table.Fingerprint);
            note.ExecuteNonQuery();
        }

        if (!tables.IsEmpty) Fill(connection, kind, tables.Select(t => t.Schema.Table).ToHashSet(), rows);
    }

    private static void Fill(SqliteConnection connection, IGrainKind kind, HashSet<string> tables, IndexRows rows)
    {
        var page = GrainRows.Page(connection, kind.Name, null, PageSize);
        while (!page.IsEmpty)
        {
            foreach (var grain in page)
            {
                foreach (var row in kind.Rows(grain).Where(r => tables.Contains(r.Table)))
                    rows.Put(grain.Id.Key, new IndexChange(row.Table, row.Part, null, row.Values));
            }

            page = GrainRows.Page(connection, kind.Name, page[^1].Id.Key, PageSize);
        }

        rows.Settle();
    }

    private static IEnumerable<string> Definition(IndexTable table)
    {
        var keys = string.Concat(table.KeyColumns.Select(k => $", {k} TEXT NOT NULL"));
        yield return $"CREATE TABLE {table.Name} (_row INTEGER PRIMARY KEY{keys}{string.Concat(table.StoredColumns.Select(Column))})";
        yield return $"CREATE UNIQUE INDEX \"ix_{table.Schema.Table}.\" ON {table.Name} ({string.Join(", ", table.KeyColumns)})";
        foreach (var order in table.Schema.Orders) yield return Order(table, order);
        var facets = string.Concat(table.Schema.Facets.Select(f => Column(table.Column(f))));
        yield return $"CREATE TABLE {table.CountsName} (_values TEXT PRIMARY KEY, n INTEGER NOT NULL{facets}) WITHOUT ROWID";
        if (table.HasText)
            yield return $"CREATE VIRTUAL TABLE {table.TextName} USING fts5(body, content='', contentless_delete=1, tokenize='trigram', detail=none)";
    }

    private static string Column(IndexColumn column) => $", \"{column.Name}\" {(column.Type == IndexType.Text ? "TEXT COLLATE NOCASE" : "INTEGER")}";

    // Each ends in the key, which decides between equals.
    private static string Order(IndexTable table, IndexOrder order)
    {
        var columns = new[] { order.Filter, order.Sort }.OfType<string>().Select(c => $"\"{c}\"").Concat(table.KeyColumns);
        var sparse = order.Sparse ? $" WHERE \"{order.Filter}\" IS NOT NULL" : "";
        return $"CREATE INDEX {table.OrderName(order)} ON {table.Name} ({string.Join(", ", columns)}){sparse}";
    }

    private static Dictionary<string, string> Stored(SqliteConnection connection)
    {
        using var command = connection.Ask("SELECT name, fingerprint FROM index_tables");
        return command.ReadAll(row => (Name: row.GetString(0), Fingerprint: row.GetString(1))).ToDictionary(t => t.Name, t => t.Fingerprint, StringComparer.Ordinal);
    }
}
