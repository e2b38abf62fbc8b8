namespace Twofold.Transfer;

/// <summary>
/// Keeps blocks and the snapshots that are made of them. It sees ciphertext only and holds no key. What a call has acknowledged survives a loss
/// of power.
/// </summary>
public interface IBlockStore
{
    /// <summary>The most blocks that may be asked for, or handed over, at once.</summary>
    const int MaxBatch = 128;

    /// <summary>Which of these blocks are there. A collection spares those that are, as if they had just been put.</summary>
    /// <exception cref="TransferException"><c>store/batch-too-large</c>, <c>store/disk</c></exception>
    ValueTask<bool[]> HoldsAsync(ReadOnlyMemory<BlockDigest> blocks, CancellationToken cancel);

    /// <summary>Puts blocks; those that are there already stay. Nothing of a batch is kept if one of it is not what its digest says.</summary>
    /// <exception cref="TransferException"><c>block/damaged</c>, <c>store/batch-too-large</c>, <c>store/disk</c></exception>
    ValueTask PutAsync(ReadOnlyMemory<StoredBlock> batch, CancellationToken cancel);

    /// <summary>Reads the form of a block and answers its length. It is not verified here: whoever reads it does that.</summary>
    /// <param name="room">Of a block's size.</param>
    /// <exception cref="TransferException"><c>block/missing</c>, <c>block/damaged</c>, <c>store/disk</c></exception>
    ValueTask<int> GetAsync(BlockDigest block, Memory<byte> room, CancellationToken cancel);

    /// <summary>
    /// Makes a snapshot of blocks that are there; false, and nothing done, if any of them is not. From then on no collection removes them.
    /// </summary>
    /// <exception cref="TransferException"><c>store/disk</c></exception>
    ValueTask<bool> TryCommitAsync(Manifest manifest, CancellationToken cancel);

    /// <summary>The manifest of a snapshot.</summary>
    /// <exception cref="TransferException"><c>snapshot/missing</c>, <c>snapshot/damaged</c>, <c>store/disk</c></exception>
    ValueTask<Manifest> OpenAsync(SnapshotId snapshot, CancellationToken cancel);

    /// <summary>All snapshots, in no order.</summary>
    IAsyncEnumerable<SnapshotId> SnapshotsAsync(CancellationToken cancel);

    /// <summary>Forgets a snapshot; what only it needs is there until the next collection. Nothing happens if it is not there.</summary>
    /// <exception cref="TransferException"><c>store/disk</c></exception>
    ValueTask ForgetAsync(SnapshotId snapshot, CancellationToken cancel);

    /// <summary>Removes blocks that no snapshot needs and that nobody has put or asked for lately.</summary>
    /// <param name="grace">How long a block is left alone after it was put or asked for; longer than a pause of an upload, or that begins anew.</param>
    /// <exception cref="TransferException">
    /// <c>snapshot/damaged</c>, <c>block/missing</c>: what a snapshot needs cannot be told, so nothing is removed; <c>store/too-large</c>, <c>store/disk</c>
    /// </exception>
    ValueTask<Collected> CollectAsync(TimeSpan grace, CancellationToken cancel);
}

/// <summary>What a collection did.</summary>
/// <param name="Kept">Blocks that stay.</param>
/// <param name="Removed">Blocks that are gone.</param>
public sealed record Collected(long Kept, long Removed);
