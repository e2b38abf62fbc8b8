using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>
/// The text index of one table. It gathers what a transaction adds and writes it at the end, but at once when a statement may have to be
/// undone alone; so each statement here touches one row, and none is a trigger.
/// </summary>
internal sealed class IndexText(SqliteConnection connection, IndexTable table, string named) : IDisposable
{
    private readonly Statement _find = new(connection, $"SELECT _row FROM {table.Name} WHERE {named}");
    private readonly Statement _add = new(connection, $"INSERT INTO {table.TextName} (rowid, body) VALUES ($1, $2)");
    private readonly Statement _remove = new(connection, $"DELETE FROM {table.TextName} WHERE rowid = $1");

    public void Add(long row, object? text) => _add.Run(row, text);

    public void Remove(object?[] name) => _remove.Run(Number(name));

    public void Replace(object?[] name, object? text)
    {
        object number = Number(name);
        _remove.Run(number);
        _add.Run(number, text);
    }

    public void Dispose()
    {
        _find.Dispose();
        _add.Dispose();
        _remove.Dispose();
    }

    private long Number(object?[] name) => (long)_find.First(row => (object)row.Number(0), name)!;
}
