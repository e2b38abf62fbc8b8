using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>Writes rows of the index tables, with their counts and their text.</summary>
internal sealed class IndexRows(SqliteConnection connection, IndexSchemas schemas) : IDisposable
{
    private readonly Dictionary<IndexTable, IndexStatements> _statements = [];
    private readonly IndexCounts _counts = new(connection);

    /// <summary>Brings one row of a grain up to date.</summary>
    public void Put(string key, IndexChange change)
    {
        var table = schemas.Table(change.Table);
        if (!_statements.TryGetValue(table, out var statements)) _statements[table] = statements = new(connection, table);
        object?[] name = table.HasParts ? [key, change.Part] : [key];
        var (before, after) = (Stored(table, change.Before), Stored(table, change.After));
        if (before is not null && after is not null) statements.Update(name, before, after);
        else if (after is not null) statements.Insert(name, after);
        else statements.Remove(name);
        _counts.Note(table, before, after);
    }

    /// <summary>Writes what the transaction's changes came to, before it ends.</summary>
    public void Settle() => _counts.Write();

    /// <summary>Forgets what a transaction would have come to.</summary>
    public void Forget() => _counts.Forget();

    public void Dispose()
    {
        foreach (var statements in _statements.Values) statements.Dispose();
        _counts.Dispose();
    }

    private static object?[]? Stored(IndexTable table, ImmutableArray<object?>? values) => values is { } some ? table.Stored(some) : null;
}

/// <summary>The statements of one table. Only the columns that change are written, so that only their orders are touched.</summary>
internal sealed class IndexStatements : IDisposable
{
    // Which columns change together hardly varies; a kind that changes them in ever new ways prepares its statements again now and then.
    private const int MostUpdates = 128;

    private readonly SqliteConnection _connection;
    private readonly IndexTable _table;
    private readonly string _named;
    private readonly Statement _insert;
    private readonly Statement _remove;
    private readonly IndexText? _text;
    private readonly Dictionary<ulong, Statement> _updates = [];

    public IndexStatements(SqliteConnection connection, IndexTable table)
    {
        (_connection, _table) = (connection, table);
        _named = string.Join(" AND ", table.KeyColumns.Select((k, n) => $"{k} = ${n + 1}"));
        var columns = table.KeyColumns.Concat(table.StoredColumns.Select(c => $"\"{c.Name}\"")).ToList();
        var values = string.Join(", ", Enumerable.Range(1, columns.Count).Select(n => $"${n}"));
        _insert = new Statement(connection, $"INSERT INTO {table.Name} ({string.Join(", ", columns)}) VALUES ({values})");
        _remove = new Statement(connection, $"DELETE FROM {table.Name} WHERE {_named}");
        if (table.HasText) _text = new IndexText(connection, table, _named);
    }

    public void Insert(object?[] name, object?[] after)
    {
        _insert.Run([.. name, .. after]);
        _text?.Add(_insert.LastRow, after[^1]);
    }

    public void Remove(object?[] name)
    {
        _text?.Remove(name);
        _remove.Run(name);
    }

    public void Update(object?[] name, object?[] before, object?[] after)
    {
        var columns = 0UL;
        var values = new List<object?>(name);
        for (var n = 0; n < after.Length; n++)
        {
            if (Equals(before[n], after[n])) continue;
            columns |= 1UL << n;
            values.Add(after[n]);
        }

        if (columns != 0) Updating(columns).Run([.. values]);
        if (_text is not null && !Equals(before[^1], after[^1])) _text.Replace(name, after[^1]);
    }

    public void Dispose()
    {
        _insert.Dispose();
        _remove.Dispose();
        _text?.Dispose();
        Forget();
    }

    private Statement Updating(ulong columns)
    {
        if (_updates.TryGetValue(columns, out var known)) return known;
        if (_updates.Count >= MostUpdates) Forget();
        var parameters = _table.KeyColumns.Length;
        var sets = string.Join(", ", _table.StoredColumns.Where((_, n) => (columns >> n & 1) == 1).Select(c => $"\"{c.Name}\" = ${++parameters}"));
        return _updates[columns] = new Statement(_connection, $"UPDATE {_table.Name} SET {sets} WHERE {_named}");
    }

    private void Forget()
    {
        foreach (var statement in _updates.Values) statement.Dispose();
        _updates.Clear();
    }
}
