using Npgsql;

namespace Twofold.Fleet.Embedded;

/// <summary>Opens connections to the database: pooled ones to read, and the writer's own, on which the claim lies.</summary>
internal sealed class PostgresSource : IAsyncDisposable
{
    // What names this program's locks among all advisory locks of a database.
    public const int Locks = 0x54574F46;
    public const int ClaimLock = 1;
    public const int MigrationLock = 2;

    private const int OldestServer = 13;

    private readonly NpgsqlDataSource _reading;
    private readonly NpgsqlDataSource _writing;
    private readonly bool _alone;

    /// <exception cref="StoreException"><c>store/unusable</c>: the connection string cannot be read.</exception>
    public PostgresSource(PostgresOptions options)
    {
        _alone = options.Alone;
        _reading = NpgsqlDataSource.Create(Text(options, pooled: true));
        _writing = NpgsqlDataSource.Create(Text(options, pooled: false));
    }

    public ValueTask<NpgsqlConnection> OpenForReadingAsync(CancellationToken cancel) => _reading.OpenConnectionAsync(cancel);

    /// <summary>The writer's connection, claimed and checked.</summary>
    /// <exception cref="StoreException"><c>store/in-use</c>, <c>store/unusable</c>.</exception>
    public async Task<NpgsqlConnection> OpenForWritingAsync()
    {
        var connection = await _writing.OpenConnectionAsync();
        try
        {
            await ClaimAsync(connection);
            await CheckAsync(connection);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _reading.DisposeAsync();
        await _writing.DisposeAsync();
    }

    // INVARIANT: the claim lies on the very session that writes, so a host that lost its claim has also lost its way to write.
    private async Task ClaimAsync(NpgsqlConnection connection)
    {
        var claim = _alone ? "pg_try_advisory_lock" : "pg_try_advisory_lock_shared";
        if (!await connection.AskAsync<bool>($"SELECT {claim}($1, $2)", Locks, ClaimLock))
            throw new StoreException("store/in-use", $"another host has the database `{connection.Database}` open");
    }

    private static async Task CheckAsync(NpgsqlConnection connection)
    {
        if (connection.PostgreSqlVersion.Major < OldestServer)
            throw new StoreException("store/unusable", $"the database is version `{connection.PostgreSqlVersion.Major}`, at least `{OldestServer}` is needed");
        foreach (var (setting, wanted) in new[] { ("fsync", "on"), ("server_encoding", "UTF8"), ("transaction_read_only", "off") })
        {
            var found = await connection.AskAsync<string>($"SHOW {setting}");
            if (found != wanted) throw new StoreException("store/unusable", $"the database has `{setting}` set to `{found}`, `{wanted}` is needed");
        }

        await connection.RunAsync("SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local')");
    }

    private static string Text(PostgresOptions options, bool pooled)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(options.ConnectionString)
            {
                ApplicationName = "twofold",
                Pooling = pooled,
                MaxPoolSize = options.Readers,
                MinPoolSize = 0,
                NoResetOnClose = true,
                MaxAutoPrepare = 100,
                Enlist = false,
            }.ToString();
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException)
        {
            // The cause is left out: it quotes what it cannot read, which may be the password.
            throw new StoreException("store/unusable", "the connection string cannot be read");
        }
    }
}
