using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Twofold.Fleet.Embedded;

/// <summary>Copies a database file as it is at one instant, beside a host that goes on writing to it.</summary>
public static class SqliteCopy
{
    private const int PagesAtOnce = 1024;

    /// <summary>Makes the copy; only its owner may read it.</summary>
    /// <param name="progress">Called with the part that is done, 0 to 1.</param>
    /// <exception cref="StoreTroubleException">The disk failed or is full.</exception>
    public static void Make(string path, string copy, Action<double> progress, CancellationToken cancel)
    {
        using (SqliteFile.NewPrivate(copy))
        {
            // Made first, so that nobody else may read it from its first byte on.
        }

        using var source = SqliteFile.OpenForReading(path);
        using var target = SqliteFile.OpenPlain(copy);

        // INVARIANT: one reading transaction spans the copy. Without it every write beside it would begin the copy anew.
        source.Execute("BEGIN; SELECT max(step) FROM schema_version");
        Copy(source, target, progress, cancel);
    }

    /// <summary>Whether the file is a whole database: its pages fit together.</summary>
    public static bool IsWhole(string path)
    {
        try
        {
            using var connection = SqliteFile.OpenPlain(path);
            using var check = connection.Ask("PRAGMA quick_check(1)");
            return check.ExecuteScalar() is "ok";
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private static void Copy(SqliteConnection source, SqliteConnection target, Action<double> progress, CancellationToken cancel)
    {
        using var backup = raw.sqlite3_backup_init(target.Handle, "main", source.Handle, "main");
        var code = raw.SQLITE_OK;
        while (code == raw.SQLITE_OK)
        {
            cancel.ThrowIfCancellationRequested();
            code = raw.sqlite3_backup_step(backup, PagesAtOnce);
            var all = Math.Max(1, raw.sqlite3_backup_pagecount(backup));
            progress(1 - (raw.sqlite3_backup_remaining(backup) / (double)all));
        }

        if (code == raw.SQLITE_DONE) return;
        var error = new SqliteException(raw.sqlite3_errmsg(target.Handle).utf8_to_string(), code);
        throw Troubles.Of(error, target) as Exception ?? error;
    }
}
