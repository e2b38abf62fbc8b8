using System.Collections.Immutable;
using Npgsql;

namespace Twofold.Fleet.Embedded;

/// <summary>How the store on PostgreSQL behaves at its bounds.</summary>
/// <param name="ConnectionString">As Npgsql reads it. It may hold a secret, so it is never printed.</param>
/// <param name="Alone">
/// True for the single-machine host: the database is claimed, and nobody else writes. False for a cluster: several write at once, but
/// none while a single host has claimed the database.
/// </param>
/// <param name="QueueCapacity">Writes that may wait; one more throws <see cref="FleetBusyException"/>.</param>
/// <param name="GroupSize">The most writes that share one transaction and so one flush to disk.</param>
/// <param name="Readers">Reading connections; further reads wait for one.</param>
/// <param name="WaitingReaders">Reads that may wait; one more throws <see cref="FleetBusyException"/>.</param>
public sealed record PostgresOptions(
    string ConnectionString, bool Alone = true, int QueueCapacity = 4096, int GroupSize = 256, int Readers = 8, int WaitingReaders = 1024)
{
    /// <summary>How long a read, a group of writes or the opening outlasts a database that does not answer; then it fails with <c>store/unreachable</c>.</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Without the secret.</summary>
    public override string ToString() => nameof(PostgresOptions);
}

/// <summary>
/// Grains, history, index and documents in one PostgreSQL database. Within a program one writer commits waiting writes in groups; several
/// programs may write at once, and what they decide from the same version only one of them saves. When the connection is lost, the
/// group is written again on a new one: a write that had landed meets its own version then and is answered false, which the host solves
/// by looking into the ledger.
/// </summary>
public sealed partial class PostgresStore : IFleetStore
{
    private const int MaxDocument = 64 * 1024;

    private readonly PostgresSource _source;
    private readonly Endurance _writing;
    private readonly Endurance _reading;
    private readonly PostgresWriter _writer;
    private readonly PostgresReads _reads;
    private readonly IndexSchemas _schemas;
    private readonly GrainRegistry _registry;

    private PostgresStore(PostgresOptions options, GrainRegistry registry, IndexSchemas schemas, PostgresSource source, NpgsqlConnection writing)
    {
        (_registry, _schemas, _source) = (registry, schemas, source);
        (_writing, _reading) = (new Endurance(options.RetryFor), new Endurance(options.RetryFor));
        _writer = new PostgresWriter(source, writing, _writing, options.QueueCapacity, options.GroupSize);
        _reads = new PostgresReads(source, _reading, options.Readers, options.WaitingReaders);
    }

    /// <summary>How many transactions the writer has committed, and how many writes were in them.</summary>
    public (long Transactions, long Writes) Committed => _writer.Committed;

    /// <summary>Connects, brings the tables up to date and rebuilds index tables whose columns have changed.</summary>
    /// <exception cref="StoreException">
    /// <c>store/unreachable</c>: no database answers; <c>store/unusable</c>: it would not keep what it acknowledges, or the connection string
    /// cannot be read; <c>store/too-new</c>: a newer version of the program wrote it; <c>store/in-use</c>: another host has claimed it.
    /// </exception>
    public static async Task<PostgresStore> OpenAsync(PostgresOptions options, GrainRegistry registry)
    {
        var schemas = new IndexSchemas(registry);
        var source = new PostgresSource(options);
        try
        {
            var writing = await new Endurance(options.RetryFor).RunAsync(() => PreparedAsync(source, registry, schemas), CancellationToken.None);
            return new PostgresStore(options, registry, schemas, source, writing);
        }
        catch (Exception error)
        {
            await source.DisposeAsync();
            if (error is StoreTroubleException trouble) throw new StoreException(trouble.Code, trouble.Message, trouble);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<StoredGrain?> LoadAsync(GrainId id, CancellationToken cancel) => _reads.OneAsync(
        $"SELECT {StoredRows.GrainColumns} FROM grains WHERE kind = $1 AND key = $2", [id.Kind, id.Key], StoredRows.Grain, cancel);

    /// <inheritdoc/>
    public async ValueTask<bool> SaveAsync(GrainWrite write, CancellationToken cancel) =>
        await _writer.RunAsync(new PostgresWrite.Save(write, _schemas), cancel);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<(long Mark, StoredLetter Letter)>> PendingLettersAsync(long after, int take, CancellationToken cancel) =>
        _reads.AllAsync(PostgresLetters.PendingSql, [after, take], StoredRows.Letter, cancel);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StoredLetter>> LettersFromAsync(GrainId sender, int take, CancellationToken cancel) =>
        _reads.AllAsync(PostgresLetters.FromSql, [sender.Kind, sender.Key, take], row => StoredRows.Letter(row).Letter, cancel);

    /// <inheritdoc/>
    public async ValueTask ForgetLettersAsync(ImmutableArray<StoredLetter> letters, CancellationToken cancel) =>
        await _writer.RunAsync(new PostgresWrite.Commands(PostgresLetters.Forget(letters)), cancel);

    /// <inheritdoc/>
    public async ValueTask RefuseLetterAsync(StoredLetter letter, LetterRefusal refusal, CancellationToken cancel) =>
        await _writer.RunAsync(new PostgresWrite.Commands(PostgresLetters.Refuse(letter, refusal)), cancel);

    /// <inheritdoc/>
    public async ValueTask ParkLetterAsync(ParkedLetter parked, CancellationToken cancel) =>
        await _writer.RunAsync(new PostgresWrite.Commands(PostgresLetters.Park(parked), PostgresLetters.Forget([parked.Letter])), cancel);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ParkedLetter>> ParkedLettersAsync(int take, CancellationToken cancel) =>
        _reads.AllAsync(PostgresLetters.ParkedSql, [take], StoredRows.Parked, cancel);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<DueGrain>> DueAsync(DateTimeOffset now, DueGrain? after, int take, CancellationToken cancel) => _reads.AllAsync(
        $"""
        SELECT {StoredRows.DueColumns} FROM grains WHERE wake_at <= $1 AND (wake_at, kind, key) > ($2, $3, $4)
        ORDER BY wake_at, kind, key LIMIT $5
        """,
        [now.UtcTicks, after?.At.UtcTicks ?? -1, after?.Id.Kind ?? "", after?.Id.Key ?? "", take], StoredRows.Due, cancel);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StoredGrain>> PageAsync(string kind, string? afterKey, int take, CancellationToken cancel) => _reads.AllAsync(
        $"SELECT {StoredRows.GrainColumns} FROM grains WHERE kind = $1 AND key > $2 ORDER BY key LIMIT $3",
        [kind, afterKey ?? "", take], StoredRows.Grain, cancel);

    /// <inheritdoc/>
    public async Task<IndexPage> QueryAsync(IndexQuery query, CancellationToken cancel)
    {
        var question = IndexQuestion.Of(_schemas, SqlDialect.Postgres, query);
        return await _reads.PageAsync(question, cancel);
    }

    /// <inheritdoc/>
    public async Task<IndexFacet> CountAsync(string table, string column, ImmutableArray<IndexFilter> filters, string? search, CancellationToken cancel)
    {
        var question = IndexQuestion.Of(_schemas, SqlDialect.Postgres, new IndexQuery(table, filters, search));
        return question.Facet(column, await _reads.AllAsync(question.CountsSql(column), question.Values, row => question.Counted(column, row), cancel));
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<IndexClass>> ClassesAsync(string table, string first, string second, int take, CancellationToken cancel)
    {
        var classes = new IndexClasses(_schemas.Table(table), first, second, take);
        return await _reads.AllAsync(classes.Sql(), [], classes.Read, cancel);
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<StoredEvent>> ReadAsync(EventQuery query, CancellationToken cancel)
    {
        var question = EventQuestion.Of(query, "kind");
        return await _reads.AllAsync(
            $"SELECT {StoredRows.EventColumns} FROM events WHERE {question.Where} {question.Order}",
            question.Values, StoredRows.Event, cancel);
    }

    /// <inheritdoc/>
    public async Task PutAsync(string digest, string jws, CancellationToken cancel)
    {
        if (jws.Length > MaxDocument) throw new StoreException("store/document-too-large", $"document `{digest}` is larger than 64 KiB");
        await _writer.RunAsync(new PostgresWrite.Commands(PostgresHistory.PutDocument(digest, jws)), cancel);
    }

    /// <inheritdoc/>
    public async Task<string?> GetAsync(string digest, CancellationToken cancel) =>
        await _reads.OneAsync("SELECT jws FROM documents WHERE digest = $1", [digest], row => row.GetString(0), cancel);

    /// <inheritdoc/>
    public async Task RebuildIndexAsync(CancellationToken cancel) =>
        await _writer.RunAsync(new PostgresWrite.Alone(c => PostgresIndexTables.RefillAsync(c, _registry, _schemas)), cancel);

    /// <summary>Commits what waits, then disconnects.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _source.DisposeAsync();
    }

    private static async Task<NpgsqlConnection> PreparedAsync(PostgresSource source, GrainRegistry registry, IndexSchemas schemas)
    {
        var writing = await source.OpenForWritingAsync();
        try
        {
            await PostgresMigrations.ApplyAsync(writing, registry, schemas);
            return writing;
        }
        catch
        {
            await writing.DisposeAsync();
            throw;
        }
    }
}
