using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>Writes rows of the index tables. Only the columns that change are written, so that only their orders are touched.</summary>
internal sealed class IndexRows(SqliteConnection connection, IndexSchemas schemas) : IDisposable
{
    // Which columns change together hardly varies; a kind that changes them in ever new ways prepares its statements again now and then.
    private const int MostStatements = 256;

    private readonly Dictionary<(IndexTable Table, ulong Columns), Statement> _statements = [];

    /// <summary>Brings one row of a grain up to date.</summary>
    public void Put(string key, IndexChange change)
    {
        var table = schemas.Table(change.Table);
        object?[] name = table.HasParts ? [key, change.Part] : [key];
        if (change.After is not { } after) Removal(table).Run(name);
        else if (change.Before is not { } before || !Update(table, name, table.Stored(before), table.Stored(after)))
            Insertion(table).Run([.. name, .. table.Stored(after)]);
    }

    public void Dispose() => Forget();

    // False when there is no such row.
    private bool Update(IndexTable table, object?[] name, object?[] before, object?[] after)
    {
        var columns = 0UL;
        var values = new List<object?>(name);
        for (var n = 0; n < after.Length; n++)
        {
            if (Equals(before[n], after[n])) continue;
            columns |= 1UL << n;
            values.Add(after[n]);
        }

        return columns == 0 || Prepared(table, columns, UpdateSql).Run([.. values]) == 1;
    }

    private Statement Removal(IndexTable table) => Prepared(table, 0, (t, _) => $"DELETE FROM {t.Name} WHERE {Named(t)}");

    private Statement Insertion(IndexTable table) => Prepared(table, ulong.MaxValue, (t, _) =>
    {
        var columns = t.KeyColumns.Concat(t.Schema.Columns.Select(c => $"\"{c.Name}\"")).ToList();
        var values = string.Join(", ", Enumerable.Range(1, columns.Count).Select(n => $"${n}"));
        return $"INSERT OR REPLACE INTO {t.Name} ({string.Join(", ", columns)}) VALUES ({values})";
    });

    private static string UpdateSql(IndexTable table, ulong columns)
    {
        var parameters = table.KeyColumns.Length;
        var sets = table.Schema.Columns.Where((_, n) => (columns >> n & 1) == 1).Select(c => $"\"{c.Name}\" = ${++parameters}");
        return $"UPDATE {table.Name} SET {string.Join(", ", sets)} WHERE {Named(table)}";
    }

    private static string Named(IndexTable table) => string.Join(" AND ", table.KeyColumns.Select((k, n) => $"{k} = ${n + 1}"));

    private Statement Prepared(IndexTable table, ulong columns, Func<IndexTable, ulong, string> write)
    {
        if (_statements.TryGetValue((table, columns), out var known)) return known;
        if (_statements.Count >= MostStatements) Forget();
        return _statements[(table, columns)] = new Statement(connection, write(table, columns));
    }

    private void Forget()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        _statements.Clear();
    }
}
