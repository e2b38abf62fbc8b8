using System.Runtime.CompilerServices;

namespace Twofold.Transfer;

/// <summary>
/// A store in a folder: one file for each block, named by its digest, and one for each manifest. One program holds it at a time; within that,
/// any number of threads.
/// </summary>
/// <remarks>
/// INVARIANT: a manifest is in its place only while every block that it names is in its own. Both a commit, which checks that, and a collection,
/// which removes blocks, hold the turn; what is in a place was durable before it got there.
/// </remarks>
public sealed class FolderBlockStore : IBlockStore, IDisposable
{
    // Only now and then is the instant beside a block that is asked for renewed; a collection takes that into account.
    private static readonly TimeSpan Renewal = TimeSpan.FromHours(1);

    private readonly IFolder _folder;
    private readonly TimeProvider _time;
    private readonly FolderCollector _collector;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _staged;

    internal FolderBlockStore(IFolder folder, TimeProvider time)
    {
        (_folder, _time, _collector) = (folder, time, new FolderCollector(folder));
        StagedFiles.Adopt(folder);
    }

    /// <summary>Opens a store, or makes it. What a program that ended had put whole is kept, what it had put in part is dropped.</summary>
    /// <exception cref="TransferException"><c>store/in-use</c>, <c>store/disk</c></exception>
    public static FolderBlockStore Open(string folder, TimeProvider time) => OnDisk(() =>
    {
        var taken = DiskFolder.Take(folder, FolderNames.All);
        try
        {
            return new FolderBlockStore(taken, time);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    });

    /// <inheritdoc/>
    public ValueTask<bool[]> HoldsAsync(ReadOnlyMemory<BlockDigest> blocks, CancellationToken cancel)
    {
        Bounded(blocks.Length);
        return new(OnDisk(() => Array.ConvertAll(blocks.ToArray(), Holds)));
    }

    /// <inheritdoc/>
    public async ValueTask PutAsync(ReadOnlyMemory<StoredBlock> batch, CancellationToken cancel)
    {
        Bounded(batch.Length);
        await Task.Run(() => OnDisk(() => Put(batch.ToArray())), cancel);
    }

    /// <inheritdoc/>
    public ValueTask<int> GetAsync(BlockDigest block, Memory<byte> room, CancellationToken cancel) =>
        new(OnDisk(() => _folder.Read(FolderNames.PlaceOf(block), room.Span[..Block.Bytes])) switch
        {
            < 0 => throw new TransferException(TransferCodes.BlockMissing, $"there is no block `{block}`"),
            > Block.Bytes => throw new TransferException(TransferCodes.BlockDamaged, $"what is kept as block `{block}` is longer than a block"),
            var length => length,
        });

    /// <inheritdoc/>
    public ValueTask<bool> TryCommitAsync(Manifest manifest, CancellationToken cancel) =>
        InTurnAsync(() => IsComplete(manifest) && Commit(manifest), cancel);

    /// <inheritdoc/>
    public ValueTask<Manifest> OpenAsync(SnapshotId snapshot, CancellationToken cancel) =>
        new(OnDisk(() => ManifestFiles.Read(_folder, snapshot))
            ?? throw new TransferException(TransferCodes.SnapshotMissing, $"there is no snapshot `{snapshot}`"));

    /// <inheritdoc/>
    public async IAsyncEnumerable<SnapshotId> SnapshotsAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask;
        foreach (var snapshot in ManifestFiles.List(_folder)) yield return snapshot;
    }

    /// <inheritdoc/>
    public async ValueTask ForgetAsync(SnapshotId snapshot, CancellationToken cancel) => await InTurnAsync(() =>
    {
        _folder.Delete(FolderNames.PlaceOf(snapshot));
        _folder.Sync();
        return true;
    }, cancel);

    /// <inheritdoc/>
    public ValueTask<Collected> CollectAsync(TimeSpan grace, CancellationToken cancel) =>
        InTurnAsync(() => _collector.Collect(_time.GetUtcNow() - grace - Renewal, cancel), cancel);

    /// <inheritdoc/>
    public void Dispose()
    {
        _folder.Dispose();
        _turn.Dispose();
    }

    private bool Holds(BlockDigest block)
    {
        var (place, now) = (FolderNames.PlaceOf(block), _time.GetUtcNow());
        if (_folder.UsedAt(place) is not { } usedAt) return false;
        if (now - usedAt > Renewal) _folder.Touch(place, now);
        return true;
    }

    private bool Put(StoredBlock[] batch)
    {
        BlockChecks.Verify(batch);
        var now = _time.GetUtcNow();
        var staged = Array.ConvertAll(batch, b => FolderNames.StagedBlock(b.Digest, Interlocked.Increment(ref _staged)));
        for (var n = 0; n < batch.Length; n++) _folder.Write(staged[n], batch[n].Form.Span, now);
        _folder.Sync();
        for (var n = 0; n < batch.Length; n++) _folder.Rename(staged[n], FolderNames.PlaceOf(batch[n].Digest));
        _folder.Sync();
        return true;
    }

    private bool IsComplete(Manifest manifest)
    {
        foreach (var (block, isReadable) in ManifestFiles.BlocksOf(_folder, manifest))
        {
            // A damaged page serves nobody; once it is gone it is sent again, and whatever shares it is whole again.
            if (!isReadable) _folder.Delete(FolderNames.PlaceOf(block));
            if (!isReadable || _folder.UsedAt(FolderNames.PlaceOf(block)) is null) return false;
        }

        return true;
    }

    private bool Commit(Manifest manifest)
    {
        var staged = FolderNames.StagedManifest(Interlocked.Increment(ref _staged));
        _folder.Write(staged, manifest.Write(), _time.GetUtcNow());
        _folder.Sync();
        _folder.Rename(staged, FolderNames.PlaceOf(manifest.Id));
        _folder.Sync();
        return true;
    }

    private async ValueTask<T> InTurnAsync<T>(Func<T> work, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            return await Task.Run(() => OnDisk(work), cancel);
        }
        finally
        {
            _turn.Release();
        }
    }

    private static void Bounded(int blocks)
    {
        if (blocks > IBlockStore.MaxBatch)
            throw new TransferException(TransferCodes.StoreBatchTooLarge, $"{blocks} blocks at once; at most {IBlockStore.MaxBatch} are taken");
    }

    private static T OnDisk<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new TransferException(TransferCodes.StoreDisk, "the store's disk failed or is full", fault);
        }
    }
}
