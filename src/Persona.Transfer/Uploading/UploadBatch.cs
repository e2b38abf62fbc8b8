namespace Twofold.Transfer;

/// <summary>
/// Gathers blocks and hands them to the store in whole batches, one at a time, while the next is gathered. That is all the memory an upload
/// takes for what is under way: two batches.
/// </summary>
internal sealed class UploadBatch(IBlockStore store, ITransferGate gate, TokenBucket pace, CancellationToken cancel) : IAsyncDisposable
{
    private Half _gathering = new();
    private Half _underWay = new();
    private Task _put = Task.CompletedTask;

    /// <summary>What it has taken, in the form in which it is sent.</summary>
    public long Bytes { get; private set; }

    /// <summary>In how many blocks.</summary>
    public int Blocks { get; private set; }

    /// <summary>Whether that block is on its way already: a disk may hold the same one twice.</summary>
    public bool Has(BlockDigest digest) => _gathering.Has(digest) || _underWay.Has(digest);

    /// <summary>Takes a block; waits at the gate, for the rate, and if the store is still busy with the batch before.</summary>
    public async Task AddAsync(BlockDigest digest, ReadOnlyMemory<byte> block)
    {
        await gate.PassAsync(cancel);
        if (_gathering.IsFull) await SendAsync();
        var length = _gathering.Take(digest, block.Span);
        Bytes += length;
        Blocks++;
        await pace.TakeAsync(length, cancel);
    }

    /// <summary>Returns when the store has acknowledged everything.</summary>
    public async Task FlushAsync()
    {
        await SendAsync();
        await _put;
    }

    /// <summary>Waits for what is under way, so that nothing goes on behind the back of a caller who gave up.</summary>
    public async ValueTask DisposeAsync() => await _put.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task SendAsync()
    {
        await _put;
        (_gathering, _underWay) = (_underWay, _gathering);
        _gathering.Clear();
        _put = _underWay.PutAsync(store, cancel);
    }

    private sealed class Half
    {
        private readonly byte[] _room = GC.AllocateUninitializedArray<byte>(IBlockStore.MaxBatch * Block.Bytes);
        private readonly StoredBlock[] _blocks = new StoredBlock[IBlockStore.MaxBatch];
        private readonly HashSet<BlockDigest> _digests = [];
        private int _count;

        public bool IsFull => _count == _blocks.Length;

        public bool Has(BlockDigest digest) => _digests.Contains(digest);

        public int Take(BlockDigest digest, ReadOnlySpan<byte> block)
        {
            var place = _room.AsMemory(_count * Block.Bytes, Block.Bytes);
            var length = BlockForm.Write(block, place.Span);
            _blocks[_count++] = new StoredBlock(digest, place[..length]);
            _digests.Add(digest);
            return length;
        }

        public void Clear()
        {
            _count = 0;
            _digests.Clear();
        }

        public async Task PutAsync(IBlockStore store, CancellationToken cancel)
        {
            if (_count > 0) await store.PutAsync(_blocks.AsMemory(0, _count), cancel);
        }
    }
}
