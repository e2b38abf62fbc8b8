using System.Collections.Immutable;

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
    public async Task<Uploaded> UploadAsync(DiskImage disk, CancellationToken cancel)
    {
        var (bytes, blocks) = (0L, 0);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            await using var batch = new UploadBatch(store, cancel);
            var manifest = await SendAsync(disk, batch, cancel);
            (bytes, blocks) = (bytes + batch.Bytes, blocks + batch.Blocks);
            if (await store.TryCommitAsync(manifest, cancel)) return new Uploaded(manifest.Id, bytes, blocks);
        }

        throw new TransferException(TransferCodes.SnapshotIncomplete, $"blocks of the snapshot were gone from the store, {Attempts} times");
    }

    private async Task<Manifest> SendAsync(DiskImage disk, UploadBatch batch, CancellationToken cancel)
    {
        var (window, page) = (new BlockWindow(), new ManifestPage());
        var pages = ImmutableArray.CreateBuilder<BlockDigest>(Manifest.PagesOf(disk.Bytes));
        for (var first = 0L; first < Manifest.BlocksOf(disk.Bytes); first += ManifestPage.Blocks)
        {
            await FillAsync(page, disk, first, window, batch, cancel);
            pages.Add(await SendAsync(page, batch, cancel));
        }

        await batch.FlushAsync();
        Report(disk, disk.Bytes, batch);
        return new Manifest(disk.Bytes, pages.MoveToImmutable());
    }

    private async Task FillAsync(ManifestPage page, DiskImage disk, long first, BlockWindow window, UploadBatch batch, CancellationToken cancel)
    {
        page.Clear();
        var end = Math.Min(first + ManifestPage.Blocks, Manifest.BlocksOf(disk.Bytes));
        for (var at = first; disk.NextData(at, end, BlockWindow.MaxBlocks) is { } data; at = data.First + data.Count)
        {
            window.Read(disk, data.First, data.Count);
            for (var n = 0; n < data.Count; n++) page[(int)(data.First - first) + n] = window.Digests.Span[n];
            await SendAsync(window, batch, cancel);
            Report(disk, (data.First + data.Count) * Block.Bytes, batch);
        }
    }

    private async Task SendAsync(BlockWindow window, UploadBatch batch, CancellationToken cancel)
    {
        var held = await store.HoldsAsync(window.Digests, cancel);
        for (var n = 0; n < window.Count; n++)
        {
            if (held[n] || window.Digests.Span[n].IsHole || batch.Has(window.Digests.Span[n])) continue;
            await gate.PassAsync(cancel);
            await batch.MakeRoomAsync();
            await pace.TakeAsync(batch.Take(window.Digests.Span[n], window[n]), cancel);
        }
    }

    private async Task<BlockDigest> SendAsync(ManifestPage page, UploadBatch batch, CancellationToken cancel)
    {
        var digest = page.Digest;
        if (digest.IsHole || batch.Has(digest) || (await store.HoldsAsync(new[] { digest }, cancel))[0]) return digest;
        await batch.MakeRoomAsync();
        await pace.TakeAsync(batch.Take(digest, page.Bytes), cancel);
        return digest;
    }

    private void Report(DiskImage disk, long passed, UploadBatch batch) =>
        progress?.Report(new TransferProgress(disk.Bytes, Math.Min(passed, disk.Bytes), batch.Bytes, batch.Blocks));
}
