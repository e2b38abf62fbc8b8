using System.Text.Json;
using Npgsql;

namespace Twofold.Fleet.Embedded;

/// <summary>
/// Puts a copy that <see cref="PostgresCopy"/> made into a database that holds nothing of a fleet yet, in one transaction: what fails or is
/// killed leaves nothing. Tables of a former step are brought up to date, and the index is filled from the grains.
/// </summary>
public static class PostgresRestore
{
    /// <summary>Looks whether a copy could be put into the database now.</summary>
    /// <exception cref="StoreTroubleException"><c>store/not-empty</c>, <c>store/in-use</c>, or the database cannot serve.</exception>
    /// <exception cref="StoreException"><c>store/unusable</c>: the connection string cannot be read.</exception>
    public static async Task EnsureEmptyAsync(PostgresOptions options)
    {
        await using var source = new PostgresSource(options with { Alone = true });
        await using var connection = await OpenAsync(source, options);
    }

    /// <summary>Restores it. While it does so, no console and no silo has the database open.</summary>
    /// <param name="at">The instant of the restore, which the next host tells everybody whom it concerns.</param>
    /// <param name="progress">Called with the part that is done, 0 to 1.</param>
    /// <param name="beforeCommit">Called when everything is in the tables and nobody sees it yet; when it throws, nobody ever will.</param>
    /// <exception cref="StoreTroubleException">
    /// <c>store/not-empty</c>, <c>store/in-use</c>, <c>store/too-new</c>: a newer program made the copy, <c>store/bad-copy</c>: it is not what
    /// it says, or the database cannot serve. When it went away after <paramref name="beforeCommit"/>, nobody knows whether it took the copy.
    /// </exception>
    /// <exception cref="StoreException"><c>store/unusable</c>: the connection string cannot be read.</exception>
    public static async Task RunAsync(
        PostgresOptions options, GrainRegistry registry, string folder, DateTimeOffset at, Action<double> progress, Action beforeCommit)
    {
        var load = new Loading(registry, Path.Combine(folder, PostgresCopy.Folder), at, progress, beforeCommit);
        await using var source = new PostgresSource(options with { Alone = true });
        await using var connection = await OpenAsync(source, options);

        // Once only: a commit without an answer may have landed.
        await new Endurance(TimeSpan.Zero).RunAsync(() => LoadAsync(connection, load), CancellationToken.None);
    }

    private static Task<NpgsqlConnection> OpenAsync(PostgresSource source, PostgresOptions options) =>
        new Endurance(options.RetryFor).RunAsync(() => OpenEmptyAsync(source), CancellationToken.None);

    // INVARIANT: the claim is a single host's, so hosts of a cluster keep it out as well, and no host opens the database while it is held.
    private static async Task<NpgsqlConnection> OpenEmptyAsync(PostgresSource source)
    {
        var connection = await source.OpenForWritingAsync();
        try
        {
            await EnsureEmptyAsync(connection);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task EnsureEmptyAsync(NpgsqlConnection connection)
    {
        object own = CopyContents.Kept.Concat(CopyContents.MadeAnew).ToArray();
        var there = await connection.AskAsync<bool>(
            """
            SELECT EXISTS (
                SELECT 1 FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND (relname = ANY ($1) OR relname LIKE 'ix\_%'))
            """,
            own);
        if (there) throw new StoreException("store/not-empty", $"there is a fleet in the database `{connection.Database}` already");
    }

    private static async Task<bool> LoadAsync(NpgsqlConnection connection, Loading load)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        try
        {
            await FillAsync(connection, load);
        }
        catch (Exception unfit) when (IsUnfit(unfit))
        {
            throw new StoreException("store/bad-copy", "the copy is not what it says, or does not fit its tables", unfit);
        }

        load.BeforeCommit();
        await transaction.CommitAsync();
        return true;
    }

    // Classes 22, 23 and 42: what is in a row, what rows there are beside it, and what the tables are called.
    private static bool IsUnfit(Exception error) => error is JsonException or FileNotFoundException or DirectoryNotFoundException
        || error is PostgresException { SqlState: ['2', '2' or '3', ..] or ['4', '2', ..] };

    private static async Task FillAsync(NpgsqlConnection connection, Loading load)
    {
        var contents = await CopyContents.ReadAsync(Path.Combine(load.Place, PostgresCopy.Contents));
        PostgresMigrations.EnsureKnown(contents.Step);
        await PostgresMigrations.MakeAsync(connection, contents.Step);
        if (!contents.Equals(await CopyContents.OfAsync(connection, CancellationToken.None)))
            throw new StoreException("store/bad-copy", $"the copy does not have the tables of step `{contents.Step}`");
        foreach (var (number, table) in contents.Tables.Index())
        {
            load.Progress(number / (double)contents.Tables.Length);
            await FillAsync(connection, table, Path.Combine(load.Place, table.Name));
        }

        await PostgresMigrations.CompleteAsync(connection, load.Registry, new IndexSchemas(load.Registry));
        await connection.RunAsync([PostgresHistory.SetMark(RestoreMark.Name, load.At.UtcTicks)]);
        load.Progress(1);
    }

    private static async Task FillAsync(NpgsqlConnection connection, CopiedTable table, string file)
    {
        await using var kept = File.OpenRead(file);
        await using (var rows = await connection.BeginRawBinaryCopyAsync($"COPY {table.Sql} FROM STDIN (FORMAT BINARY)"))
            await kept.CopyToAsync(rows, PostgresCopy.BufferBytes);

        // The index is filled in pages of grains, which are found by their keys once the server knows how many there are.
        await connection.RunAsync($"ANALYZE {table.Name}");
    }

    /// <summary>What is loaded, and how.</summary>
    private sealed record Loading(GrainRegistry Registry, string Place, DateTimeOffset At, Action<double> Progress, Action BeforeCommit);
}
