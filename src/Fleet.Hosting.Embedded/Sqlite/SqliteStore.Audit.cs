using System.Collections.Immutable;

namespace Twofold.Fleet.Embedded;

/// <content>What the audit keeps: keys of persons, the feed of events, checkpoints and how far each witness is.</content>
public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public ValueTask<PersonKey?> FindPersonAsync(ReadOnlyMemory<byte> mark, CancellationToken cancel) =>
        _reads.RunAsync(c => PersonRows.Find(c, mark), cancel);

    /// <inheritdoc/>
    public ValueTask<PersonKey?> PersonAsync(string id, CancellationToken cancel) => _reads.RunAsync(c => PersonRows.Get(c, id), cancel);

    /// <inheritdoc/>
    public async ValueTask<bool> ErasePersonAsync(string id, DateTimeOffset at, CancellationToken cancel)
    {
        var erased = await _writer.RunAsync(s => s.ErasePerson(id, at), cancel);

        // The write-ahead log still has the page as it was. Also when the person was erased before: that time may have ended just here.
        await Task.Run(() => SqliteFile.EmptyLog(_path), cancel);
        return erased;
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> LastHashAsync(GrainId grain, CancellationToken cancel) =>
        _reads.RunAsync(c => EventRows.LastHash(c, grain), cancel);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<FeedLink>> LinksAsync(long after, int take, CancellationToken cancel) =>
        _reads.RunAsync(c => EventRows.Links(c, after, take), cancel);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StoredEvent>> FeedAsync(long after, int take, CancellationToken cancel) =>
        _reads.RunAsync(c => EventRows.Feed(c, after, take), cancel);

    /// <inheritdoc/>
    public async ValueTask<bool> AddCheckpointAsync(StoredCheckpoint checkpoint, CancellationToken cancel) =>
        await _writer.RunAsync(s => s.AddCheckpoint(checkpoint), cancel);

    /// <inheritdoc/>
    public ValueTask<StoredCheckpoint?> NewestCheckpointAsync(CancellationToken cancel) => _reads.RunAsync(CheckpointRows.Newest, cancel);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StoredCheckpoint>> CheckpointsAsync(long after, int take, CancellationToken cancel) =>
        _reads.RunAsync(c => CheckpointRows.Page(c, after, take), cancel);

    /// <inheritdoc/>
    public ValueTask<long> WitnessedAsync(string witness, CancellationToken cancel) => _reads.RunAsync(c => CheckpointRows.Witnessed(c, witness), cancel);

    /// <inheritdoc/>
    public async ValueTask WitnessAsync(string witness, long number, CancellationToken cancel) =>
        await _writer.RunAsync(s => s.Witness(witness, number), cancel);
}
