using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>
/// How many rows have which values in the facets of their table. What a transaction changes is summed up first: a group of writes touches
/// few of these rows, however many rows of the lists it touches.
/// </summary>
internal sealed class IndexCounts(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<IndexTable, (Statement Add, Statement Clear)> _statements = [];
    private readonly Dictionary<(IndexTable Table, string Values), (object?[] Stored, long Rows)> _changes = [];

    /// <summary>A row came, went, or has other values than before.</summary>
    public void Note(IndexTable table, object?[]? before, object?[]? after)
    {
        if (before is not null && after is not null && HaveSameFacets(table, before, after)) return;
        if (before is not null) Note(table, before, -1);
        if (after is not null) Note(table, after, 1);
    }

    /// <summary>Writes what was noted; before the transaction's end.</summary>
    public void Write()
    {
        foreach (var ((table, name), (values, rows)) in _changes)
        {
            if (rows == 0) continue;
            var (add, clear) = Statements(table);
            add.Run([name, rows, .. values]);
            if (rows < 0) clear.Run(name);
        }

        Forget();
    }

    /// <summary>Forgets what was noted, with the transaction that it belonged to.</summary>
    public void Forget() => _changes.Clear();

    public void Dispose()
    {
        foreach (var (add, clear) in _statements.Values)
        {
            add.Dispose();
            clear.Dispose();
        }
    }

    private static bool HaveSameFacets(IndexTable table, object?[] before, object?[] after)
    {
        foreach (var place in table.FacetPlaces)
        {
            if (!Equals(before[place], after[place])) return false;
        }

        return true;
    }

    private void Note(IndexTable table, object?[] stored, int rows)
    {
        object?[] values = [.. table.FacetPlaces.Select(n => stored[n])];
        var name = string.Join('\u001f', values.Select(v => v ?? "\u0000"));
        _changes[(table, name)] = (values, _changes.GetValueOrDefault((table, name)).Rows + rows);
    }

    private (Statement Add, Statement Clear) Statements(IndexTable table)
    {
        if (_statements.TryGetValue(table, out var known)) return known;
        var columns = string.Concat(table.Schema.Facets.Select(f => $", \"{f}\""));
        var values = string.Concat(table.Schema.Facets.Select((_, n) => $", ${n + 3}"));
        var add = $"INSERT INTO {table.CountsName} (_values, n{columns}) VALUES ($1, $2{values}) ON CONFLICT (_values) DO UPDATE SET n = n + excluded.n";
        var clear = $"DELETE FROM {table.CountsName} WHERE _values = $1 AND n = 0";
        return _statements[table] = (new Statement(connection, add), new Statement(connection, clear));
    }
}
