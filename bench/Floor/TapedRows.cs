using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Twofold.Floor;

/// <summary>One row that is written: a statement and the values of its parameters, text as UTF-8.</summary>
/// <param name="Values">Each null, long, double, <see cref="TapedText"/> or byte[].</param>
public sealed record TapedRow(string Sql, object?[] Values);

/// <summary>Text as SQLite takes it.</summary>
public sealed record TapedText(byte[] Utf8);

/// <summary>
/// Plain SQLite that writes rows which were taped from real ones: prepared statements bound through SQLite's own interface, one transaction
/// for each group, write-ahead log, a flush at each commit, the same settings as the program that they were taped from.
/// </summary>
public sealed class TapedRows : IDisposable
{
    private readonly Dictionary<string, sqlite3_stmt> _statements = new(StringComparer.Ordinal);
    private readonly SqliteConnection _connection;

    static TapedRows() => Batteries_V2.Init();

    /// <summary>Opens a file that has the tables already.</summary>
    /// <param name="durable">False for filling a file that nobody reads before it is whole.</param>
    public TapedRows(string path, bool durable = true)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        string[] settings = durable
            ? ["journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=20000", "cache_size=-65536"]
            : ["journal_mode=OFF", "synchronous=OFF", "cache_size=-1048576"];
        foreach (var setting in settings) Run(new TapedRow($"PRAGMA {setting}", []));
    }

    private static TapedRow Begin { get; } = new("BEGIN IMMEDIATE", []);

    private static TapedRow Commit { get; } = new("COMMIT", []);

    /// <summary>Writes the rows of each of these commands in one transaction; durable when it returns.</summary>
    public void Write(IEnumerable<TapedRow[]> group)
    {
        Run(Begin);
        foreach (var rows in group)
        {
            foreach (var row in rows) Run(row);
        }

        Run(Commit);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        _connection.Dispose();
    }

    private void Run(TapedRow row)
    {
        if (!_statements.TryGetValue(row.Sql, out var statement)) _statements[row.Sql] = statement = Prepare(row.Sql);
        for (var n = 0; n < row.Values.Length; n++) Bind(statement, n + 1, row.Values[n]);
        while (raw.sqlite3_step(statement) == raw.SQLITE_ROW)
        {
        }

        Check(raw.sqlite3_reset(statement));
    }

    private sqlite3_stmt Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_connection.Handle, sql, out var statement));
        return statement;
    }

    private static void Bind(sqlite3_stmt statement, int place, object? value) => _ = value switch
    {
        null => raw.sqlite3_bind_null(statement, place),
        long number => raw.sqlite3_bind_int64(statement, place, number),
        double number => raw.sqlite3_bind_double(statement, place, number),
        TapedText text => raw.sqlite3_bind_text(statement, place, text.Utf8),
        byte[] bytes => raw.sqlite3_bind_blob(statement, place, bytes),
        _ => throw new ArgumentException($"a `{value.GetType().Name}` was not taped", nameof(value)),
    };

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(code, _connection.Handle);
    }
}
