namespace Twofold.Transfer;

/// <summary>
/// Makes a disk of a snapshot. Every block is verified when it arrives; the file gets its name when all of it is there and durable. A restore
/// that was interrupted is begun again and fetches the rest: what is in the unfinished file counts as far as it verifies.
/// </summary>
public sealed class Restorer(IBlockStore store, ITransferGate gate, TokenBucket pace, IProgress<TransferProgress>? progress = null)
{
    /// <summary>Blocks under way at a time; each takes 128 KiB of memory.</summary>
    private const int Wide = 8;

    private readonly IProgress<TransferProgress>? _progress = progress;

    /// <summary>Restores a snapshot into a new file.</summary>
    /// <exception cref="TransferException"><c>restore/exists</c>, <c>block/damaged</c>, <c>store/disk</c> for the new file too, and what the store throws</exception>
    public async Task RestoreAsync(SnapshotId snapshot, string path, CancellationToken cancel)
    {
        if (File.Exists(path)) throw new TransferException(TransferCodes.RestoreExists, $"there is a file `{path}` already");
        var manifest = await store.OpenAsync(snapshot, cancel);
        try
        {
            using (var part = PartFile.Open($"{path}.part", manifest.DiskBytes))
            {
                await new Fetch(this, manifest, part).AllAsync(cancel);
                part.Flush();
            }

            File.Move($"{path}.part", path);
            FolderFlush.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new TransferException(TransferCodes.StoreDisk, $"the disk of `{path}` failed or is full", fault);
        }
    }

    private async Task<int> GetAsync(BlockDigest digest, byte[] form, Memory<byte> block, CancellationToken cancel)
    {
        await gate.PassAsync(cancel);
        var length = await store.GetAsync(digest, form, cancel);
        await pace.TakeAsync(length, cancel);
        return BlockForm.TryRead(form.AsSpan(0, length), digest, block.Span)
            ? length
            : throw new TransferException(TransferCodes.BlockDamaged, $"what came as block `{digest}` is not it");
    }

    /// <summary>One restore on its way.</summary>
    private sealed class Fetch(Restorer from, Manifest manifest, PartFile part)
    {
        private long _passed;
        private long _bytes;
        private int _blocks;

        public async Task AllAsync(CancellationToken cancel)
        {
            var (page, form) = (new ManifestPage(), new byte[Block.Bytes]);
            for (var n = 0; n < manifest.Pages.Length; n++)
            {
                page.Clear();
                if (!manifest.Pages[n].IsHole) Count(await from.GetAsync(manifest.Pages[n], form, page.Memory, cancel));
                await PageAsync(page, n, cancel);
            }
        }

        private Task PageAsync(ManifestPage page, int number, CancellationToken cancel)
        {
            var (next, blocks) = (-1, manifest.BlocksIn(number));
            return Task.WhenAll(Enumerable.Range(0, Wide).Select(_ => Task.Run(async () =>
            {
                var (form, room) = (new byte[Block.Bytes], new byte[Block.Bytes]);
                while (Interlocked.Increment(ref next) is var n && n < blocks)
                    await BlockAsync(((long)number * ManifestPage.Blocks) + n, page[n], form, room, cancel);
            }, cancel)));
        }

        private async Task BlockAsync(long block, BlockDigest digest, byte[] form, byte[] room, CancellationToken cancel)
        {
            if (!part.Has(block, digest, room))
            {
                if (digest.IsHole) Array.Clear(room);
                else Count(await from.GetAsync(digest, form, room, cancel));
                part.Write(block, room);
            }

            Interlocked.Add(ref _passed, Block.Bytes);
            if (!digest.IsHole) Report();
        }

        private void Count(int bytes)
        {
            Interlocked.Add(ref _bytes, bytes);
            Interlocked.Increment(ref _blocks);
        }

        private void Report() => from._progress?.Report(
            new TransferProgress(manifest.DiskBytes, Math.Min(Interlocked.Read(ref _passed), manifest.DiskBytes), Interlocked.Read(ref _bytes), _blocks));
    }
}
