using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>How the store on SQLite behaves at its bounds.</summary>
/// <param name="Path">The database file; it is created when missing, its folder is not.</param>
/// <param name="QueueCapacity">Writes that may wait; one more throws <see cref="FleetBusyException"/>.</param>
/// <param name="GroupSize">The most writes that share one transaction and so one flush to disk.</param>
/// <param name="Readers">Reading connections; further reads wait for one.</param>
/// <param name="WaitingReaders">Reads that may wait; one more throws <see cref="FleetBusyException"/>.</param>
public sealed record SqliteOptions(string Path, int QueueCapacity = 4096, int GroupSize = 256, int Readers = 4, int WaitingReaders = 1024);

/// <summary>
/// Grains, history, index and documents in one SQLite file. One writer commits waiting writes in groups; reads go beside it, each on a
/// connection of its own, and see what is committed.
/// </summary>
public sealed partial class SqliteStore : IFleetStore
{
    private const int MaxDocument = 64 * 1024;

    private readonly FileStream _claim;
    private readonly string _path;
    private readonly GroupWriter _writer;
    private readonly ReadPool _reads;
    private readonly IndexSchemas _schemas;
    private readonly GrainRegistry _registry;

    private SqliteStore(SqliteOptions options, GrainRegistry registry, IndexSchemas schemas, SqliteConnection writing, FileStream claim)
    {
        _claim = claim;
        _path = options.Path;
        _registry = registry;
        _schemas = schemas;
        _writer = new GroupWriter(
            new WriteStatements(writing, schemas), () => new WriteStatements(SqliteFile.ReopenForWriting(options.Path), schemas),
            options.QueueCapacity, options.GroupSize);
        _reads = new ReadPool(options.Path, options.Readers, options.WaitingReaders);
    }

    /// <summary>How many transactions the writer has committed, and how many writes were in them.</summary>
    public (long Transactions, long Writes) Committed => _writer.Committed;

    /// <inheritdoc/>
    public string? Trouble => _writer.Trouble ?? _reads.Trouble;

    /// <summary>Opens or creates the file, brings its tables up to date and rebuilds index tables whose columns have changed.</summary>
    /// <exception cref="StoreException"><c>store/too-new</c>: a newer version of the program wrote it; <c>store/in-use</c>: another one has it open.</exception>
    public static Task<SqliteStore> OpenAsync(SqliteOptions options, GrainRegistry registry) => Task.Run(() =>
    {
        var schemas = new IndexSchemas(registry);
        var claim = SqliteFile.Claim(options.Path);
        try
        {
            return new SqliteStore(options, registry, schemas, OpenPrepared(options.Path, registry, schemas), claim);
        }
        catch (Exception error)
        {
            claim.Dispose();
            if (Troubles.Of(error, null) is { } trouble) throw new StoreException(trouble.Code, trouble.Message, error);
            throw;
        }
    });

    /// <inheritdoc/>
    public ValueTask<StoredGrain?> LoadAsync(GrainId id, CancellationToken cancel) =>
        _reads.RunAsync(c => c.Load(id), cancel);

    /// <inheritdoc/>
    public async ValueTask<bool> SaveAsync(GrainWrite write, CancellationToken cancel)
    {
        foreach (var change in write.Index) _schemas.Table(change.Table);
        return await _writer.RunAsync(s => s.Save(write), cancel);
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<(long Mark, StoredLetter Letter)>> PendingLettersAsync(long after, int take, CancellationToken cancel) =>
        _reads.RunAsync(c => LetterRows.Pending(c, after, take), cancel);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StoredLetter>> LettersFromAsync(GrainId sender, int take, CancellationToken cancel) =>
        _reads.RunAsync(c => LetterRows.From(c, sender, take), cancel);

    /// <inheritdoc/>
    public async ValueTask ForgetLettersAsync(ImmutableArray<StoredLetter> letters, CancellationToken cancel) =>
        await _writer.RunAsync(s => s.Forget(letters), cancel);

    /// <inheritdoc/>
    public async ValueTask RefuseLetterAsync(StoredLetter letter, LetterRefusal refusal, CancellationToken cancel) =>
        await _writer.RunAsync(s => s.Refuse(letter, refusal), cancel);

    /// <inheritdoc/>
    public async ValueTask ParkLetterAsync(ParkedLetter parked, CancellationToken cancel) =>
        await _writer.RunAsync(s => s.Park(parked), cancel);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ParkedLetter>> ParkedLettersAsync(int take, CancellationToken cancel) =>
        _reads.RunAsync(c => LetterRows.Parked(c, take), cancel);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<DueGrain>> DueAsync(DateTimeOffset now, DueGrain? after, int take, CancellationToken cancel) =>
        _reads.RunAsync(c => GrainRows.Due(c, now, after, take), cancel);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StoredGrain>> PageAsync(string kind, string? afterKey, int take, CancellationToken cancel) =>
        _reads.RunAsync(c => GrainRows.Page(c, kind, afterKey, take), cancel);

    /// <inheritdoc/>
    public async Task<IndexPage> QueryAsync(IndexQuery query, CancellationToken cancel)
    {
        var question = IndexQuestion.Of(_schemas, SqlDialect.Sqlite, query);
        return await _reads.RunAsync(c => new IndexReads(c, question).Page(), cancel);
    }

    /// <inheritdoc/>
    public async Task<IndexFacet> CountAsync(string table, string column, ImmutableArray<IndexFilter> filters, string? search, CancellationToken cancel)
    {
        var question = IndexQuestion.Of(_schemas, SqlDialect.Sqlite, new IndexQuery(table, filters, search));
        question.Schema.Column(column);
        return await _reads.RunAsync(c => new IndexReads(c, question).Counts(column), cancel);
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<IndexClass>> ClassesAsync(string table, string first, string second, int take, CancellationToken cancel)
    {
        var schema = _schemas.Table(table);
        var classes = new IndexClasses(schema, first, second, take);
        var from = classes.Declared is { } order ? $"{schema.Name} INDEXED BY {schema.OrderName(order)}" : schema.Name;
        return await _reads.RunAsync(
            c =>
            {
                using var command = c.Ask(classes.Sql(from));
                return command.ReadAll(classes.Read);
            },
            cancel);
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<StoredEvent>> ReadAsync(EventQuery query, CancellationToken cancel)
    {
        var question = EventRows.Question(query);
        return await _reads.RunAsync(c => EventRows.Read(c, question), cancel);
    }

    /// <inheritdoc/>
    public async Task PutAsync(string digest, string jws, CancellationToken cancel)
    {
        if (jws.Length > MaxDocument) throw new StoreException("store/document-too-large", $"document `{digest}` is larger than 64 KiB");
        await _writer.RunAsync(s => s.PutDocument(digest, jws), cancel);
    }

    /// <inheritdoc/>
    public async Task<string?> GetAsync(string digest, CancellationToken cancel) =>
        await _reads.RunAsync(c => DocumentRows.Get(c, digest), cancel);

    /// <inheritdoc/>
    public async ValueTask<string?> ProbeAsync(CancellationToken cancel)
    {
        try
        {
            await _writer.RunAsync(s => s.Probe(), cancel);
        }
        catch (StoreTroubleException)
        {
            // It is what is asked for.
        }

        return Trouble;
    }

    /// <inheritdoc/>
    public async Task RebuildIndexAsync(CancellationToken cancel) =>
        await _writer.RunAsync(s => s.RebuildIndex(_registry), cancel);

    /// <summary>Commits what waits, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        // The last connection to close moves the write-ahead log into the file, so that one has to be the writer's.
        _reads.Dispose();
        await _writer.DisposeAsync();
        await _claim.DisposeAsync();
    }

    private static SqliteConnection OpenPrepared(string path, GrainRegistry registry, IndexSchemas schemas)
    {
        var writing = SqliteFile.OpenForWriting(path);
        try
        {
            Migrations.Apply(writing);
            IndexTables.Prepare(writing, registry, schemas);
            return writing;
        }
        catch
        {
            writing.Dispose();
            throw;
        }
    }
}
