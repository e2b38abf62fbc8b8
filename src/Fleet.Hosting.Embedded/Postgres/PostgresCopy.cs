using System.Data;
using Npgsql;

namespace Twofold.Fleet.Embedded;

/// <summary>
/// Copies a database into files as it is at one instant, beside programs that go on writing to it: a file for each table, and one that says
/// what they are. The rows pass through a buffer, however many there are.
/// </summary>
public static class PostgresCopy
{
    /// <summary>The folder that a copy makes in the one that it is given.</summary>
    public const string Folder = "postgres";

    /// <summary>The file that says what the copy holds.</summary>
    internal const string Contents = "tables.json";

    /// <summary>Bytes that are in memory at a time.</summary>
    internal const int BufferBytes = 128 * 1024;

    private const string Savepoint = "before_table";
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the copy; only its owner may read it. A database that goes away for a moment is copied from the start again.</summary>
    /// <param name="progress">Called with the part that is done, 0 to 1.</param>
    /// <exception cref="StoreTroubleException"><c>store/empty</c>, <c>store/too-new</c>, or the database cannot serve.</exception>
    /// <exception cref="StoreException"><c>store/unusable</c>: the connection string cannot be read.</exception>
    public static async Task MakeAsync(PostgresOptions options, string folder, Action<double> progress, CancellationToken cancel)
    {
        var place = Directory.CreateDirectory(Path.Combine(folder, Folder), OwnerFile | UnixFileMode.UserExecute).FullName;
        await using var source = new PostgresSource(options);
        await new Endurance(options.RetryFor).RunAsync(() => MakeAsync(source, place, progress, cancel), cancel);
    }

    private static async Task<bool> MakeAsync(PostgresSource source, string place, Action<double> progress, CancellationToken cancel)
    {
        await using var connection = await source.OpenForReadingAsync(cancel);
        var erased = await CopyAsync(connection, place, progress, cancel);

        // Who was erased meanwhile was still seen by the copy, so the row is still in the table's file.
        if (await ErasedAsync(connection) != erased) await connection.RunAsync("VACUUM (FULL) person_keys");
        progress(1);
        return true;
    }

    private static async Task<long> CopyAsync(NpgsqlConnection connection, string place, Action<double> progress, CancellationToken cancel)
    {
        // INVARIANT: it only reads. So it has no number of its own, and no feed waits for it.
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        await connection.RunAsync("SET TRANSACTION READ ONLY");
        var contents = await CopyContents.OfAsync(connection, cancel);
        await contents.WriteAsync(Path.Combine(place, Contents), cancel);
        foreach (var (number, table) in contents.Tables.Index())
        {
            progress(number / (double)contents.Tables.Length);
            await UnlockedAsync(snapshot, () => CopyAsync(connection, table, Path.Combine(place, table.Name), cancel));
        }

        return await UnlockedAsync(snapshot, () => ErasedAsync(connection));
    }

    // INVARIANT: a table is held no longer than it is read. Erasing a person wants the keys for itself, and everybody else would wait behind that.
    private static async Task<long> UnlockedAsync(NpgsqlTransaction snapshot, Func<Task<long>> read)
    {
        await snapshot.SaveAsync(Savepoint);
        var answer = await read();
        await snapshot.RollbackAsync(Savepoint);
        return answer;
    }

    private static async Task<long> CopyAsync(NpgsqlConnection connection, CopiedTable table, string file, CancellationToken cancel)
    {
        await using var kept = new FileStream(file, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerFile });
        await using var rows = await connection.BeginRawBinaryCopyAsync($"COPY {table.Sql} TO STDOUT (FORMAT BINARY)", cancel);
        try
        {
            await rows.CopyToAsync(kept, BufferBytes, cancel);
            return kept.Length;
        }
        catch (IOException)
        {
            // The disk that takes them, not the database: what is still on its way is not waited for.
            await rows.CancelAsync();
            throw;
        }
    }

    private static Task<long> ErasedAsync(NpgsqlConnection connection) => connection.AskAsync<long>("SELECT count(*) FROM person_keys WHERE erased_at IS NOT NULL");
}
