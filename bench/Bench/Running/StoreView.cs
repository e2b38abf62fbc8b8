using Microsoft.Data.Sqlite;
using Twofold.Floor;

namespace Twofold.Bench.Running;

/// <summary>
/// Looks into the console's database from outside, reading only: what is seen there is durable, and the console is not asked. Reading
/// takes no lock that a writer would wait for.
/// </summary>
internal sealed class StoreView : IDisposable
{
    private readonly SqliteConnection _connection;

    static StoreView() => SQLitePCL.Batteries_V2.Init();

    public StoreView(string database)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        _connection = new SqliteConnection(text.ToString());
        _connection.Open();
    }

    /// <summary>Where the history ends.</summary>
    public long Position => Number("SELECT max(position) FROM events");

    /// <summary>Whether every phone has read back the effect of everything, under this policy revision.</summary>
    public bool AllObserved(long revision) =>
        Number("SELECT EXISTS (SELECT 1 FROM ix_phones WHERE policy_revision <> $1)", revision) == 0
        && Number("SELECT EXISTS (SELECT 1 FROM ix_phones WHERE state <> 'online')") == 0;

    /// <summary>How many phones are connected and have read back everything.</summary>
    public long Online => Number("SELECT count(*) FROM ix_phones WHERE state = 'online'");

    /// <summary>The id of the phone with this name, or null.</summary>
    public string? PhoneId(string name) => Ask("SELECT _key FROM ix_phones WHERE name = $1", name) as string;

    /// <summary>Every row whose key names this phone, or which a log has of it, as statements that would insert it again.</summary>
    public IReadOnlyList<TapedRow> RowsOf(string phone) => [.. TapedTable.All(_connection).SelectMany(t => RowsOf(t, phone))];

    /// <summary>Every order that the database keeps beside its tables and can be made again.</summary>
    public IReadOnlyList<(string Name, string Definition)> Orders()
    {
        var orders = new List<(string, string)>();
        using var command = Command("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL");
        using var row = command.ExecuteReader();
        while (row.Read()) orders.Add((row.GetString(0), row.GetString(1)));
        return orders;
    }

    /// <summary>Statements that count the rows of the lists again by their facets.</summary>
    public IReadOnlyList<TapedRow> Counts() =>
        [.. TapedTable.All(_connection).Where(t => t.Name.EndsWith(".counts", StringComparison.Ordinal) && t.Columns.Count > 2).Select(Counted)];

    private static TapedRow Counted(TapedTable counts)
    {
        var same = string.Join(" AND ", counts.Columns.Where(c => c is not ("_values" or "n")).Select(c => $"t.\"{c}\" IS c.\"{c}\""));
        var table = counts.Name[..^".counts".Length];
        return new TapedRow($"UPDATE \"{counts.Name}\" AS c SET n = (SELECT count(*) FROM \"{table}\" AS t WHERE {same})", []);
    }

    /// <summary>Whether this work VM runs and everything that was asked of its phone was read back.</summary>
    public bool WorkRuns(string phone) =>
        Number("SELECT count(*) FROM ix_phones WHERE _key = $1 AND state = 'online' AND work_state = 'running'", phone) == 1;

    /// <summary>When the first event of this type came after a place in the history; null when none did. UTC.</summary>
    public DateTime? FirstAfter(long position, string kind, string key, string type) =>
        Ask("SELECT min(at) FROM events WHERE kind = $1 AND key = $2 AND type = $3 AND position > $4", kind, key, type, position) is long ticks
            ? new DateTime(ticks, DateTimeKind.Utc)
            : null;

    /// <summary>Events by kind and type after a place in the history, for people who wonder what a push writes.</summary>
    public string CountAfter(long position)
    {
        var counts = new List<string>();
        using var command = Command("SELECT kind || '/' || type, count(*) FROM events WHERE position > $1 GROUP BY 1 ORDER BY 2 DESC", position);
        using var row = command.ExecuteReader();
        while (row.Read()) counts.Add($"{row.GetString(0)} {row.GetInt64(1)}");
        return string.Join(", ", counts);
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private List<TapedRow> RowsOf(TapedTable table, string phone)
    {
        var rows = new List<TapedRow>();
        var searched = table.Key is [var number] && number == table.Numbered ? table.Texts : [.. table.Key.Intersect(table.Texts)];
        if (searched.Count == 0) return rows;
        var names = string.Join(" OR ", searched.Select(c => $"instr(\"{c}\", $1) > 0"));
        using var command = Command($"SELECT {string.Join(", ", table.Columns.Select(c => $"\"{c}\""))} FROM \"{table.Name}\" WHERE {names}", phone);
        using var row = command.ExecuteReader();
        while (row.Read()) rows.Add(table.Insertion(c => TapedTable.Value(row, table.Columns.IndexOf(c)), table.Numbered));
        return rows;
    }

    private long Number(string sql, params ReadOnlySpan<object> values) => Ask(sql, values) is long number ? number : 0;

    private object? Ask(string sql, params ReadOnlySpan<object> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteScalar();
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var n = 0; n < values.Length; n++) command.Parameters.AddWithValue($"${n + 1}", values[n]);
        return command;
    }
}
