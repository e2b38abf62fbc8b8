using Microsoft.Data.Sqlite;
using Twofold.Floor;

namespace Twofold.Bench.Running;

/// <summary>
/// Tapes every row that a program writes into a store, by triggers in a copy of it, whatever tables there are: so that a floor can write
/// literally the same rows. Of a row that is written over only the columns that changed are taped.
/// </summary>
internal sealed class RowTape : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly IReadOnlyList<TapedTable> _tables;

    static RowTape() => SQLitePCL.Batteries_V2.Init();

    private RowTape(SqliteConnection connection)
    {
        _connection = connection;
        _tables = [.. TapedTable.All(connection)];
    }

    /// <summary>Puts the triggers into a store that nobody has open.</summary>
    public static void Insert(string path)
    {
        using var tape = Open(path);
        var columns = tape._tables.Max(t => t.Columns.Count);
        tape.Run($"CREATE TABLE tape (n INTEGER PRIMARY KEY, name, done, {TapedTable.List("new", columns)}, {TapedTable.List("old", columns)})");
        foreach (var table in tape._tables) tape.Run(table.Triggers);
    }

    /// <summary>What was taped: the rows of each command, which begin with the one of its grain.</summary>
    public static IReadOnlyList<TapedRow[]> Read(string path)
    {
        using var tape = Open(path);
        var commands = new List<List<TapedRow>>();
        using var command = tape._connection.CreateCommand();
        command.CommandText = "SELECT * FROM tape ORDER BY n";
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            var table = tape._tables.First(t => t.Name == row.GetString(1));
            if (table.Name == "grains") commands.Add([]);
            commands[^1].AddRange(table.Rows(row));
        }

        return [.. commands.Select(c => c.ToArray())];
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static RowTape Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return new RowTape(connection);
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
