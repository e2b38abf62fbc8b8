using System.Collections.Immutable;

namespace Twofold.Transfer;

/// <summary>One attempt to send a disk: page by page, window by window, block by block.</summary>
internal sealed class UploadRun(IBlockStore store, DiskImage disk, UploadBatch batch, IProgress<TransferProgress>? progress)
{
    private readonly BlockWindow _window = new();
    private readonly ManifestPage _page = new();
    private readonly byte[] _form = new byte[Block.Bytes];

    /// <summary>Sends what the store lacks, and answers what the snapshot will consist of.</summary>
    public async Task<Manifest> SendAsync(ChangedSince? changed, CancellationToken cancel)
    {
        var before = changed is null ? null : await BeforeAsync(changed.Snapshot, cancel);
        var pages = ImmutableArray.CreateBuilder<BlockDigest>(Manifest.PagesOf(disk.Bytes));
        for (var n = 0; n < pages.Capacity; n++)
        {
            var first = (long)n * ManifestPage.Blocks;
            var end = Math.Min(first + ManifestPage.Blocks, Manifest.BlocksOf(disk.Bytes));
            pages.Add(before is null ? await WholeAsync(first, end, cancel) : await ChangedAsync(first, end, before.Pages[n], changed!, cancel));
        }

        await batch.FlushAsync();
        Report(disk.Bytes);
        return new Manifest(disk.Bytes, pages.MoveToImmutable());
    }

    // What cannot be built on is not: then the whole disk is read.
    private async Task<Manifest?> BeforeAsync(SnapshotId snapshot, CancellationToken cancel)
    {
        try
        {
            return await store.OpenAsync(snapshot, cancel) is var before && before.DiskBytes == disk.Bytes ? before : null;
        }
        catch (TransferException gone) when (gone.Code is TransferCodes.SnapshotMissing or TransferCodes.SnapshotDamaged)
        {
            return null;
        }
    }

    private async Task<BlockDigest> WholeAsync(long first, long end, CancellationToken cancel)
    {
        _page.Clear();
        await FillAsync(first, first, end, cancel);
        return await SendPageAsync(cancel);
    }

    private async Task<BlockDigest> ChangedAsync(long first, long end, BlockDigest before, ChangedSince changed, CancellationToken cancel)
    {
        if (!changed.RunsIn(first, end).Any()) return before;
        if (!await TryLoadAsync(before, cancel)) return await WholeAsync(first, end, cancel);
        foreach (var (from, to) in changed.RunsIn(first, end))
        {
            _page.Clear((int)(from - first), (int)(to - from));
            await FillAsync(first, from, to, cancel);
        }

        return await SendPageAsync(cancel);
    }

    private async Task<bool> TryLoadAsync(BlockDigest page, CancellationToken cancel)
    {
        _page.Clear();
        if (page.IsHole) return true;
        try
        {
            var length = await store.GetAsync(page, _form, cancel);
            return BlockForm.TryRead(_form.AsSpan(0, length), page, _page.Bytes);
        }
        catch (TransferException gone) when (gone.Code is TransferCodes.BlockMissing or TransferCodes.BlockDamaged)
        {
            return false;
        }
    }

    private async Task FillAsync(long first, long from, long to, CancellationToken cancel)
    {
        for (var at = from; disk.NextData(at, to, BlockWindow.MaxBlocks) is { } data; at = data.First + data.Count)
        {
            _window.Read(disk, data.First, data.Count);
            for (var n = 0; n < data.Count; n++) _page[(int)(data.First - first) + n] = _window.Digests.Span[n];
            await SendWindowAsync(cancel);
            Report((data.First + data.Count) * Block.Bytes);
        }
    }

    private async Task SendWindowAsync(CancellationToken cancel)
    {
        var held = await store.HoldsAsync(_window.Digests, cancel);
        for (var n = 0; n < _window.Count; n++)
        {
            var digest = _window.Digests.Span[n];
            if (!held[n] && !digest.IsHole && !batch.Has(digest)) await batch.AddAsync(digest, _window[n]);
        }
    }

    private async Task<BlockDigest> SendPageAsync(CancellationToken cancel)
    {
        var digest = _page.Digest;
        if (digest.IsHole || batch.Has(digest) || (await store.HoldsAsync(new[] { digest }, cancel))[0]) return digest;
        await batch.AddAsync(digest, _page.Memory);
        return digest;
    }

    private void Report(long passed) =>
        progress?.Report(new TransferProgress(disk.Bytes, Math.Min(passed, disk.Bytes), batch.Bytes, batch.Blocks));
}
