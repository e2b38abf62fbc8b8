using Microsoft.Data.Sqlite;

namespace Twofold.Floor;

/// <summary>
/// Plain SQLite with the rows that one durable command needs at least: a state of about 700 bytes written over the old one, an event of
/// about 330 bytes added, and a row of a list with two secondary indexes written over the old one. Write-ahead log, a flush at each commit.
/// </summary>
public sealed class PlainRows : IDisposable
{
    private const int StateBytes = 700;
    private const int EventBytes = 330;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _state;
    private readonly SqliteCommand _event;
    private readonly SqliteCommand _row;
    private long _version;

    static PlainRows() => SQLitePCL.Batteries_V2.Init();

    /// <summary>Makes the file.</summary>
    public PlainRows(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=20000; PRAGMA cache_size=-65536");
        Run("CREATE TABLE states (key TEXT PRIMARY KEY, version INTEGER NOT NULL, body BLOB NOT NULL)");
        Run("CREATE TABLE events (position INTEGER PRIMARY KEY, key TEXT NOT NULL, version INTEGER NOT NULL, body BLOB NOT NULL)");
        Run("CREATE TABLE list (key TEXT PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL) WITHOUT ROWID");
        Run("CREATE INDEX list_state ON list (state); CREATE INDEX list_version ON list (version)");
        _state = Prepare("INSERT INTO states (key, version, body) VALUES ($1, $2, $3) ON CONFLICT (key) DO UPDATE SET version = $2, body = $3");
        _event = Prepare("INSERT INTO events (key, version, body) VALUES ($1, $2, $3)");
        _row = Prepare("INSERT INTO list (key, version, state) VALUES ($1, $2, $3) ON CONFLICT (key) DO UPDATE SET version = $2, state = $3");
        _state.Parameters["$3"].Value = new byte[StateBytes];
        _event.Parameters["$3"].Value = new byte[EventBytes];
    }

    /// <summary>Writes the rows of one command for each of these keys, in one transaction; durable when it returns.</summary>
    public void Write(IReadOnlyCollection<int> keys)
    {
        Run("BEGIN IMMEDIATE");
        foreach (var key in keys) Write($"phone-{key:D6}", ++_version);
        Run("COMMIT");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in new[] { _state, _event, _row }) command.Dispose();
        _connection.Dispose();
    }

    private void Write(string key, long version)
    {
        _row.Parameters["$3"].Value = version % 2 == 0 ? "online" : "pushing";
        foreach (var command in new[] { _state, _event, _row })
        {
            (command.Parameters["$1"].Value, command.Parameters["$2"].Value) = (key, version);
            command.ExecuteNonQuery();
        }
    }

    private SqliteCommand Prepare(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in new[] { "$1", "$2", "$3" }) command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
