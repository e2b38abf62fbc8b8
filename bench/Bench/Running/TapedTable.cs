using System.Text;
using Microsoft.Data.Sqlite;
using Twofold.Floor;

namespace Twofold.Bench.Running;

/// <summary>A table as the database describes it.</summary>
/// <param name="Columns">All columns.</param>
/// <param name="Key">Those by which a program knows a row.</param>
/// <param name="Texts">Those that hold text.</param>
/// <param name="Numbered">The column that the database numbers by itself, or null.</param>
/// <param name="Searched">The column whose words a text index of that number finds, or null.</param>
internal sealed record TapedTable(string Name, List<string> Columns, List<string> Key, List<string> Texts, string? Numbered, string? Searched)
{
    /// <summary>What tapes every change of it.</summary>
    public string Triggers =>
        $"""
        CREATE TRIGGER "tape_insert_{Name}" AFTER INSERT ON "{Name}" BEGIN
            INSERT INTO tape (name, done, {Places("new")}) VALUES ('{Name}', 'insert', {Values("new")}); END;
        CREATE TRIGGER "tape_delete_{Name}" AFTER DELETE ON "{Name}" BEGIN
            INSERT INTO tape (name, done, {Places("old")}) VALUES ('{Name}', 'delete', {Values("old")}); END;
        CREATE TRIGGER "tape_update_{Name}" AFTER UPDATE ON "{Name}" BEGIN
            INSERT INTO tape (name, done, {Places("new")}, {Places("old")}) VALUES ('{Name}', 'update', {Values("new")}, {Values("old")}); END;
        """;

    private string Named => string.Join(" AND ", Key.Select(k => $"{Quoted(k)} = ?"));

    /// <summary>The columns of a tape for one side of a change.</summary>
    public static string List(string side, int columns) => string.Join(", ", Enumerable.Range(0, columns).Select(n => $"{side}_{n}"));

    /// <summary>Every table of a database but the tape and the text indexes, which take no triggers: what becomes of them stands in their tables.</summary>
    public static IEnumerable<TapedTable> All(SqliteConnection connection)
    {
        var names = Ask(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'tape' AND name NOT LIKE 'ix_%.text%'");
        return names.Select(name => new TapedTable(
            name,
            Ask(connection, $"SELECT name FROM pragma_table_info('{name}')"),
            KeyOf(connection, name),
            Ask(connection, $"SELECT name FROM pragma_table_info('{name}') WHERE type = 'TEXT'"),
            Ask(connection, $"SELECT name FROM pragma_table_info('{name}') WHERE pk = 1 AND type = 'INTEGER'").FirstOrDefault(),
            Ask(connection, $"SELECT '_text' FROM sqlite_master WHERE name = '{name}.text'").FirstOrDefault()));
    }

    /// <summary>A value as it is taped.</summary>
    public static object? Value(SqliteDataReader row, int place) => row.GetValue(place) switch
    {
        DBNull => null,
        string text => new TapedText(Encoding.UTF8.GetBytes(text)),
        var other => other,
    };

    /// <summary>The statements that repeat a taped change; none when it changed nothing.</summary>
    public IEnumerable<TapedRow> Rows(SqliteDataReader row) => row.GetString(2) switch
    {
        "insert" => [Insertion(c => Value(row, "new", c)), .. Find(row)],
        "delete" => [.. Lose(row), new TapedRow($"DELETE FROM \"{Name}\" WHERE {Named}", [.. Key.Select(k => Value(row, "old", k))])],
        _ => Changed(row, [.. Columns.Where(c => !Same(Value(row, "new", c), Value(row, "old", c)))]),
    };

    /// <summary>The statement that inserts a row.</summary>
    /// <param name="without">A column that the database shall number, or null.</param>
    public TapedRow Insertion(Func<string, object?> value, string? without = null)
    {
        var columns = Columns.Where(c => c != without).ToList();
        var places = string.Join(", ", columns.Select(_ => "?"));
        return new TapedRow($"INSERT INTO \"{Name}\" ({string.Join(", ", columns.Select(Quoted))}) VALUES ({places})", [.. columns.Select(value)]);
    }

    // A row id that the database gave is not what a program knows its rows by.
    private static List<string> KeyOf(SqliteConnection connection, string name)
    {
        var unique = Ask(connection, $"SELECT name FROM pragma_index_list('{name}') WHERE \"unique\" = 1 ORDER BY origin = 'pk' DESC");
        return unique.Count > 0
            ? Ask(connection, $"SELECT name FROM pragma_index_info('{unique[0]}')")
            : Ask(connection, $"SELECT name FROM pragma_table_info('{name}') WHERE pk > 0 ORDER BY pk");
    }

    private static List<string> Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        var texts = new List<string>();
        while (row.Read()) texts.Add(row.GetString(0));
        return texts;
    }

    private static string Quoted(string column) => $"\"{column}\"";

    private static bool Same(object? one, object? other) => (one, other) switch
    {
        (TapedText a, TapedText b) => a.Utf8.AsSpan().SequenceEqual(b.Utf8),
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        _ => Equals(one, other),
    };

    private TapedRow[] Changed(SqliteDataReader row, string[] changed) => changed.Length == 0 ? [] :
    [
        new TapedRow(
            $"UPDATE \"{Name}\" SET {string.Join(", ", changed.Select(c => $"{Quoted(c)} = ?"))} WHERE {Named}",
            [.. changed.Select(c => Value(row, "new", c)), .. Key.Select(k => Value(row, "old", k))]),
        .. changed.Contains(Searched) ? [.. Lose(row), .. Find(row)] : Array.Empty<TapedRow>(),
    ];

    private TapedRow[] Find(SqliteDataReader row) => Searched is null ? [] :
        [new TapedRow($"INSERT INTO \"{Name}.text\" (rowid, body) VALUES (?, ?)", [Value(row, "new", Numbered!), Value(row, "new", Searched)])];

    private TapedRow[] Lose(SqliteDataReader row) => Searched is null ? [] :
        [new TapedRow($"DELETE FROM \"{Name}.text\" WHERE rowid = ?", [Value(row, "old", Numbered!)])];

    private string Places(string side) => List(side, Columns.Count);

    private string Values(string side) => string.Join(", ", Columns.Select(c => $"{side}.\"{c}\""));

    private object? Value(SqliteDataReader row, string side, string column) => Value(row, row.GetOrdinal($"{side}_{Columns.IndexOf(column)}"));
}
