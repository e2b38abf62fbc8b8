using Twofold.Device.Tests;

namespace Twofold.Transfer.Tests.Moving;

/// <summary>Stands between a transfer and its store.</summary>
internal class StoreBetween(IBlockStore store) : IBlockStore
{
    private int _got;

    /// <summary>Blocks that came through to the store.</summary>
    public int Put { get; private set; }

    /// <summary>Blocks that were fetched.</summary>
    public int Got => _got;

    public virtual ValueTask<bool[]> HoldsAsync(ReadOnlyMemory<BlockDigest> blocks, CancellationToken cancel) => store.HoldsAsync(blocks, cancel);

    public virtual async ValueTask PutAsync(ReadOnlyMemory<StoredBlock> batch, CancellationToken cancel)
    {
        await store.PutAsync(batch, cancel);
        Put += batch.Length;
    }

    public virtual async ValueTask<int> GetAsync(BlockDigest block, Memory<byte> room, CancellationToken cancel)
    {
        var length = await store.GetAsync(block, room, cancel);
        Interlocked.Increment(ref _got);
        return length;
    }

    public virtual ValueTask<bool> TryCommitAsync(Manifest manifest, CancellationToken cancel) => store.TryCommitAsync(manifest, cancel);

    public ValueTask<Manifest> OpenAsync(SnapshotId snapshot, CancellationToken cancel) => store.OpenAsync(snapshot, cancel);

    public IAsyncEnumerable<SnapshotId> SnapshotsAsync(CancellationToken cancel) => store.SnapshotsAsync(cancel);

    public ValueTask ForgetAsync(SnapshotId snapshot, CancellationToken cancel) => store.ForgetAsync(snapshot, cancel);

    public ValueTask<Collected> CollectAsync(TimeSpan grace, CancellationToken cancel) => store.CollectAsync(grace, cancel);
}

/// <summary>A connection that ends after so many bytes of blocks, either way: the blocks before that byte came through.</summary>
internal sealed class CutStore(IBlockStore store, long bytes) : StoreBetween(store)
{
    private long _left = bytes;

    public override async ValueTask PutAsync(ReadOnlyMemory<StoredBlock> batch, CancellationToken cancel)
    {
        var through = 0;
        while (through < batch.Length && Pass(batch.Span[through].Form.Length)) through++;
        await base.PutAsync(batch[..through], cancel);
        if (through < batch.Length) throw Cut();
    }

    public override async ValueTask<int> GetAsync(BlockDigest block, Memory<byte> room, CancellationToken cancel)
    {
        var length = await base.GetAsync(block, room, cancel);
        return Pass(length) ? length : throw Cut();
    }

    private bool Pass(int length) => Interlocked.Add(ref _left, -length) >= 0;

    private static TransferException Cut() => new(TransferCodes.StoreDisk, "the connection is cut");
}

/// <summary>A store in which a collection without any grace comes now and then between two calls of an upload.</summary>
internal sealed class CollectingStore(IBlockStore store, ManualTime time, Random lot) : StoreBetween(store)
{
    public override async ValueTask<bool[]> HoldsAsync(ReadOnlyMemory<BlockDigest> blocks, CancellationToken cancel)
    {
        var held = await base.HoldsAsync(blocks, cancel);
        await SometimesAsync(cancel);
        return held;
    }

    public override async ValueTask<bool> TryCommitAsync(Manifest manifest, CancellationToken cancel)
    {
        await SometimesAsync(cancel);
        return await base.TryCommitAsync(manifest, cancel);
    }

    private async Task SometimesAsync(CancellationToken cancel)
    {
        if (lot.Next(3) > 0) return;
        time.Advance(TimeSpan.FromDays(1));
        await CollectAsync(TimeSpan.Zero, cancel);
    }
}
