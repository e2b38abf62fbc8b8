using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Twofold.Fleet.Embedded;

/// <summary>Says in the store's own codes what SQLite and the system beneath it could not do.</summary>
internal static partial class Troubles
{
    // Linux, errno(3).
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaExceeded = 122;

    /// <summary>The trouble behind an error, or null when the error is not one of the disk.</summary>
    /// <param name="connection">The connection on which it happened, which still knows the system's own reason.</param>
    public static StoreTroubleException? Of(Exception error, SqliteConnection? connection) =>
        error as StoreTroubleException ?? (error is SqliteException sqlite ? Of(sqlite, SystemError(connection)) : null);

    private static StoreTroubleException? Of(SqliteException error, int reason) => (error.SqliteErrorCode, reason) switch
    {
        (raw.SQLITE_FULL, _) or (raw.SQLITE_IOERR, NoSpace or QuotaExceeded) or (raw.SQLITE_CANTOPEN, NoSpace or QuotaExceeded) =>
            new("store/disk-full", "the disk is full", error),
        (raw.SQLITE_READONLY, _) or (raw.SQLITE_IOERR, ReadOnlyFileSystem) or (raw.SQLITE_CANTOPEN, ReadOnlyFileSystem) =>
            new("store/read-only", "the disk takes no writes", error),
        (raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN, _) => new("store/disk-fault", $"the disk failed ({error.SqliteExtendedErrorCode})", error),
        (raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB, _) => new("store/corrupt", "the database is damaged", error),
        _ => null,
    };

    private static int SystemError(SqliteConnection? connection) =>
        connection?.Handle is { IsInvalid: false, IsClosed: false } handle ? SystemErrno(handle.DangerousGetHandle()) : 0;

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_system_errno")]
    private static partial int SystemErrno(nint connection);
}
