using System.Collections.Immutable;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>Opens connections to the database file.</summary>
internal static class SqliteFile
{
    // Above the default of 1,000 pages: fewer, larger checkpoints nearly double the rate of small groups.
    private const int CheckpointPages = 20_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    static SqliteFile() => SQLitePCL.Batteries_V2.Init();

    /// <summary>
    /// Keeps other programs off the file: two hosts over one store would each believe to be the only one. The lock ends with the process,
    /// however it ends. What is created here and beside it only its owner may read.
    /// </summary>
    /// <exception cref="StoreException"><c>store/in-use</c></exception>
    public static FileStream Claim(string path)
    {
        try
        {
            new FileStream(path, Private(FileShare.ReadWrite)).Dispose();
            return new FileStream(path + ".lock", Private(FileShare.None));
        }
        catch (IOException error) when (error is not (DirectoryNotFoundException or FileNotFoundException))
        {
            throw new StoreException("store/in-use", $"another program has `{Path.GetFileName(path)}` open");
        }
    }

    public static SqliteConnection OpenForWriting(string path)
    {
        var connection = Opened(new SqliteConnection(Text(path, SqliteOpenMode.ReadWriteCreate)));
        connection.Execute($"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint={CheckpointPages}; PRAGMA cache_size=-65536");
        return connection;
    }

    /// <summary>
    /// Opens the file after the disk failed. What the log holds may not be on the disk though a flush says so, because the system forgets
    /// what it could not write; so all of it is copied into the file and flushed there, and the log begins anew.
    /// </summary>
    /// <exception cref="StoreTroubleException">The disk still fails.</exception>
    public static SqliteConnection ReopenForWriting(string path)
    {
        var connection = OpenForWriting(path);
        try
        {
            using var checkpoint = connection.Ask("PRAGMA wal_checkpoint(TRUNCATE)");
            return (long)checkpoint.ExecuteScalar()! == 0 ? connection : throw new StoreTroubleException("store/disk-fault", "the log is still being read");
        }
        catch (Exception error)
        {
            var trouble = Troubles.Of(error, connection);
            connection.Dispose();
            if (trouble is null) throw;
            throw trouble;
        }
    }

    public static ReadingConnection OpenForReading(string path)
    {
        var connection = Opened(new ReadingConnection(Text(path, SqliteOpenMode.ReadOnly)));
        connection.Execute("PRAGMA query_only=ON; PRAGMA cache_size=-8192");
        return connection;
    }

    /// <summary>
    /// Moves what the write-ahead log holds into the file and cuts the log to nothing, so that pages as they were before are no longer in
    /// either. It waits for writers and readers.
    /// </summary>
    /// <exception cref="StoreException"><c>store/log-in-use</c>: a reader did not end in time; the log empties itself later.</exception>
    public static void EmptyLog(string path)
    {
        using var connection = Opened(new SqliteConnection(Text(path, SqliteOpenMode.ReadWrite)));
        using var command = connection.Ask("PRAGMA wal_checkpoint(TRUNCATE)");
        if (command.ExecuteScalar() is not 0L) throw new StoreException("store/log-in-use", "the write-ahead log could not be emptied; try again");
    }

    /// <summary>Opens a file as it is, without choosing how it is written.</summary>
    public static SqliteConnection OpenPlain(string path) => Opened(new SqliteConnection(Text(path, SqliteOpenMode.ReadWriteCreate)));

    /// <summary>Opens or makes a file that only its owner may read.</summary>
    public static FileStream NewPrivate(string path) => new(path, Private(FileShare.ReadWrite));

    private static FileStreamOptions Private(FileShare share) => new()
    {
        Mode = FileMode.OpenOrCreate,
        Access = FileAccess.ReadWrite,
        Share = share,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };

    private static string Text(string path, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = (int)Patience.TotalSeconds }.ToString();

    // Commands wait for a lock by themselves; a statement of ours relies on SQLite's own waiting.
    private static T Opened<T>(T connection)
        where T : SqliteConnection
    {
        connection.Open();
        SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle, (int)Patience.TotalMilliseconds);
        return connection;
    }
}

/// <summary>Short forms for commands with parameters.</summary>
internal static class SqliteCommands
{
    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>A command whose parameters are <c>$1</c>, <c>$2</c> and so on.</summary>
    public static SqliteCommand Prepare(this SqliteConnection connection, string sql, int parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var n = 1; n <= parameters; n++) command.Parameters.Add(new SqliteParameter { ParameterName = $"${n}", Value = DBNull.Value });
        return command;
    }

    /// <summary>The same command with these values.</summary>
    public static SqliteCommand With(this SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var n = 0; n < values.Length; n++) command.Parameters[n].Value = values[n] ?? DBNull.Value;
        return command;
    }

    /// <summary>A command for one use.</summary>
    public static SqliteCommand Ask(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values) =>
        connection.Prepare(sql, values.Length).With(values);

    /// <summary>Every row of the answer.</summary>
    public static ImmutableArray<T> ReadAll<T>(this SqliteCommand command, Func<DbDataReader, T> read)
    {
        using var row = command.ExecuteReader();
        var all = ImmutableArray.CreateBuilder<T>();
        while (row.Read()) all.Add(read(row));
        return all.DrainToImmutable();
    }
}
