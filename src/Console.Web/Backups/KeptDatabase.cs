using Twofold.Fleet;
using Twofold.Fleet.Embedded;
using Twofold.Web.Composition;

namespace Twofold.Web.Backups;

/// <summary>The database of an installation as backups see it: it is copied into files as it is at one instant, and put back from them.</summary>
interface IKeptDatabase
{
    /// <summary>What a manifest calls it.</summary>
    string Store { get; }

    /// <summary>Copies it into a folder, beside whoever writes to it.</summary>
    /// <param name="progress">Called with the part that is done, 0 to 1.</param>
    /// <exception cref="BackupException"><c>backup/no-data</c></exception>
    /// <exception cref="StoreTroubleException">The database or the disk cannot serve.</exception>
    Task CopyAsync(string folder, Action<double> progress, CancellationToken cancel);

    /// <summary>Looks whether it can be restored now, before anything is done for it.</summary>
    /// <exception cref="BackupException"><c>backup/not-empty</c></exception>
    /// <exception cref="StoreTroubleException">The database is in use, or cannot serve.</exception>
    Task EnsureEmptyAsync();

    /// <summary>Restores it from a folder whose files are what the backup says, and takes from the folder what does not belong into a data folder.</summary>
    /// <param name="at">The instant of the restore.</param>
    /// <param name="progress">Called with the part that is done, 0 to 1.</param>
    /// <param name="place">Gives the folder its name. What fails before leaves neither the folder nor anything in the database.</param>
    /// <exception cref="BackupException"><c>backup/damaged</c>, <c>backup/too-new</c>, <c>backup/not-empty</c>, <c>backup/unsure</c></exception>
    /// <exception cref="StoreTroubleException">The database is in use, or cannot serve.</exception>
    Task RestoreAsync(string folder, DateTimeOffset at, Action<double> progress, Action place);
}

/// <summary>The database of an installation.</summary>
static class KeptDatabase
{
    /// <summary>PostgreSQL where a file names one, a file in the data folder otherwise.</summary>
    /// <exception cref="StartException"><c>console/postgres-file</c></exception>
    public static async Task<IKeptDatabase> OfAsync(string data, string? postgresFile) =>
        postgresFile is null ? new KeptSqlite(data) : new KeptPostgres(await ConnectionFile.ReadAsync(postgresFile), data);
}

/// <summary>A database file in the data folder.</summary>
sealed class KeptSqlite(string data) : IKeptDatabase
{
    private const string Database = "fleet.db";

    public string Store => "sqlite";

    public Task CopyAsync(string folder, Action<double> progress, CancellationToken cancel)
    {
        var database = Path.Combine(data, Database);
        if (!File.Exists(database)) throw new BackupException("backup/no-data", $"there is no database in `{data}`");
        SqliteCopy.Make(database, Path.Combine(folder, Database), progress, cancel);
        return Task.CompletedTask;
    }

    // It is a file in the folder, which is empty.
    public Task EnsureEmptyAsync() => Task.CompletedTask;

    public Task RestoreAsync(string folder, DateTimeOffset at, Action<double> progress, Action place)
    {
        progress(0);
        var database = Path.Combine(folder, Database);
        if (!SqliteCopy.IsWhole(database)) throw new BackupException("backup/damaged", "the database in the backup is damaged");
        RestoreMark.Set(database, at);
        place();
        progress(1);
        return Task.CompletedTask;
    }
}

/// <summary>A database on a PostgreSQL server. The data folder has the keys.</summary>
sealed class KeptPostgres(PostgresOptions options, string data) : IKeptDatabase
{
    public string Store => "postgres";

    public async Task CopyAsync(string folder, Action<double> progress, CancellationToken cancel)
    {
        // Without them nobody could use the rows.
        if (!Directory.Exists(Path.Combine(data, "trust"))) throw new BackupException("backup/no-data", $"there are no keys in `{data}`");
        await SaidAsync(() => PostgresCopy.MakeAsync(options, folder, progress, cancel));
    }

    public Task EnsureEmptyAsync() => SaidAsync(() => PostgresRestore.EnsureEmptyAsync(options));

    public async Task RestoreAsync(string folder, DateTimeOffset at, Action<double> progress, Action place)
    {
        var placed = false;
        try
        {
            await SaidAsync(() => PostgresRestore.RunAsync(options, FleetKinds.All, folder, at, progress, Place));
        }
        catch (Exception fault) when (placed)
        {
            throw new BackupException(
                "backup/unsure",
                "the database did not answer whether it took the backup: when it holds no tables, remove the data folder and restore again", fault);
        }

        // INVARIANT: the keys are in their place before anybody can see the rows that need them.
        void Place()
        {
            Directory.Delete(Path.Combine(folder, PostgresCopy.Folder), recursive: true);
            place();
            placed = true;
        }
    }

    private static async Task SaidAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (StoreTroubleException fault) when (Code(fault.Code) is { } code)
        {
            throw new BackupException(code, fault.Message, fault);
        }
    }

    private static string? Code(string store) => store switch
    {
        "store/empty" => "backup/no-data",
        "store/not-empty" => "backup/not-empty",
        "store/bad-copy" => "backup/damaged",
        "store/too-new" => "backup/too-new",
        _ => null,
    };
}
