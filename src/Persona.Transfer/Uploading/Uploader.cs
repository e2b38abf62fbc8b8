namespace Twofold.Transfer;

/// <summary>A snapshot that is complete in the store.</summary>
/// <param name="Id">Its name.</param>
/// <param name="SentBytes">What had to be sent for it.</param>
/// <param name="SentBlocks">In how many blocks, pages of the manifest included.</param>
public sealed record Uploaded(SnapshotId Id, long SentBytes, int SentBlocks);

/// <summary>
/// Sends a disk to a store: only blocks that the store lacks, and no holes. An upload that was interrupted is begun again and sends the rest;
/// all that it has to know of what went before is in the store. Takes some 20 MiB of memory, whatever the size of the disk.
/// </summary>
public sealed class Uploader(IBlockStore store, ITransferGate gate, TokenBucket pace, IProgress<TransferProgress>? progress = null)
{
    // A collection with too short a grace may remove what an upload counts on; the next attempt sends that again.
    private const int Attempts = 3;

    /// <summary>Sends the disk and makes a snapshot of it.</summary>
    /// <exception cref="TransferException">
    /// <c>snapshot/incomplete</c>, <c>disk/unreadable</c>, and what the store throws; the upload can be begun again
    /// </exception>
    public Task<Uploaded> UploadAsync(DiskImage disk, CancellationToken cancel) => UploadAsync(disk, null, cancel);

    /// <summary>The same, reading only what changed since a snapshot. If the store has that no longer, the whole disk is read.</summary>
    /// <exception cref="ArgumentException">There is not one bit for each block of the disk.</exception>
    public async Task<Uploaded> UploadAsync(DiskImage disk, ChangedSince? changed, CancellationToken cancel)
    {
        if (changed is not null && changed.Blocks.Length != Manifest.BlocksOf(disk.Bytes)) throw new ArgumentException("there is one bit for each block", nameof(changed));
        var (bytes, blocks) = (0L, 0);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            await using var batch = new UploadBatch(store, gate, pace, cancel);
            // Where something was gone, what is built on may be gone too.
            var manifest = await new UploadRun(store, disk, batch, progress).SendAsync(attempt == 0 ? changed : null, cancel);
            (bytes, blocks) = (bytes + batch.Bytes, blocks + batch.Blocks);
            if (await store.TryCommitAsync(manifest, cancel)) return new Uploaded(manifest.Id, bytes, blocks);
        }

        throw new TransferException(TransferCodes.SnapshotIncomplete, $"blocks of the snapshot were gone from the store, {Attempts} times");
    }
}
