using Twofold.Device.Tests;

namespace Twofold.Transfer.Tests.Storing;

/// <summary>What every store of blocks has to do.</summary>
public abstract class BlockStoreConformance
{
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private readonly Random _lot = new(7);

    /// <summary>A store that is opened, or opened again, over the same medium; the one before was closed.</summary>
    internal abstract IBlockStore Open(ManualTime time);

    /// <summary>Closes a store.</summary>
    internal abstract void Close(IBlockStore store);

    [Fact]
    public async Task What_was_put_is_there_and_comes_back_the_same_even_when_opened_again()
    {
        var (time, block) = (new ManualTime(), Random());
        var store = Open(time);
        await AreThereAsync(store, [false], block.Digest);
        await store.PutAsync(new[] { block }, CancellationToken.None);
        await store.PutAsync(new[] { block }, CancellationToken.None);
        Close(store);
        store = Open(time);
        await AreThereAsync(store, [true, false], block.Digest, Random().Digest);
        Assert.Equal(block.Form.ToArray(), await GetAsync(store, block.Digest));
        Close(store);
    }

    [Fact]
    public async Task A_block_that_is_not_what_its_digest_says_is_refused_and_nothing_of_its_batch_is_kept()
    {
        var (store, good) = (Open(new ManualTime()), Random());
        StoredBlock[] bad = [Random() with { Digest = Random().Digest }, Random() with { Form = new byte[3] }, new(BlockDigest.Hole, new byte[Block.Bytes])];
        foreach (var each in bad)
        {
            Assert.Equal(TransferCodes.BlockDamaged, await CodeAsync(async () => await store.PutAsync(new[] { good, each }, CancellationToken.None)));
            await AreThereAsync(store, [false], good.Digest);
        }

        Close(store);
    }

    [Fact]
    public async Task More_than_a_batch_at_once_is_refused()
    {
        var store = Open(new ManualTime());
        Assert.Equal(TransferCodes.StoreBatchTooLarge, await CodeAsync(async () => await store.PutAsync(new StoredBlock[IBlockStore.MaxBatch + 1], CancellationToken.None)));
        Assert.Equal(TransferCodes.StoreBatchTooLarge, await CodeAsync(async () => await store.HoldsAsync(new BlockDigest[IBlockStore.MaxBatch + 1], CancellationToken.None)));
        Close(store);
    }

    [Fact]
    public async Task What_is_not_there_has_its_code()
    {
        var store = Open(new ManualTime());
        Assert.Equal(TransferCodes.BlockMissing, await CodeAsync(async () => await GetAsync(store, Random().Digest)));
        Assert.Equal(TransferCodes.SnapshotMissing, await CodeAsync(async () => await store.OpenAsync(new SnapshotId(Random().Digest), CancellationToken.None)));
        await store.ForgetAsync(new SnapshotId(Random().Digest), CancellationToken.None);
        Close(store);
    }

    [Fact]
    public async Task A_snapshot_is_made_only_of_what_is_there()
    {
        var (store, first, second) = (Open(new ManualTime()), Random(), Random());
        var (page, manifest) = Snapshot(first, second);
        foreach (var more in new[] { [], [first], [page], new[] { second } })
        {
            await store.PutAsync(more, CancellationToken.None);
            Assert.Equal(more.Contains(second), await store.TryCommitAsync(manifest, CancellationToken.None));
        }

        Assert.Equal(manifest.Write(), (await store.OpenAsync(manifest.Id, CancellationToken.None)).Write());
        Assert.Equal([manifest.Id], await ListAsync(store));
        Close(store);
    }

    [Fact]
    public async Task A_collection_removes_what_no_snapshot_needs_and_nothing_else()
    {
        var (time, kept, shared, gone) = (new ManualTime(), Random(), Random(), Random());
        var store = Open(time);
        var stays = await CommitAsync(store, kept, shared);
        var goes = await CommitAsync(store, shared, gone);
        time.Advance(Grace * 2);
        Assert.Equal(0, (await store.CollectAsync(Grace, CancellationToken.None)).Removed);
        await store.ForgetAsync(goes, CancellationToken.None);
        Assert.Equal(new Collected(Kept: 3, Removed: 2), await store.CollectAsync(Grace, CancellationToken.None));
        await AreThereAsync(store, [true, true, false], kept.Digest, shared.Digest, gone.Digest);
        Assert.Equal([stays], await ListAsync(store));
        Close(store);
    }

    [Fact]
    public async Task What_was_put_or_asked_for_lately_is_left_alone()
    {
        var (time, asked, forgotten) = (new ManualTime(), Random(), Random());
        var store = Open(time);
        await store.PutAsync(new[] { asked, forgotten }, CancellationToken.None);
        Assert.Equal(0, (await store.CollectAsync(Grace, CancellationToken.None)).Removed);
        time.Advance(Grace);
        await store.HoldsAsync(new[] { asked.Digest }, CancellationToken.None);
        time.Advance(Grace);
        Assert.Equal(1, (await store.CollectAsync(Grace, CancellationToken.None)).Removed);
        await AreThereAsync(store, [true, false], asked.Digest, forgotten.Digest);
        Close(store);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_removes_nothing()
    {
        var time = new ManualTime();
        var store = Open(time);
        await store.PutAsync(new[] { Random() }, CancellationToken.None);
        time.SetWall(ManualTime.Start.AddYears(-1));
        Assert.Equal(0, (await store.CollectAsync(Grace, CancellationToken.None)).Removed);
        Close(store);
    }

    private protected StoredBlock Random()
    {
        var bytes = new byte[Block.Bytes];
        _lot.NextBytes(bytes);
        return new StoredBlock(BlockDigest.Of(bytes), bytes);
    }

    private protected static (StoredBlock Page, Manifest Manifest) Snapshot(params StoredBlock[] blocks)
    {
        var page = new ManifestPage();
        for (var n = 0; n < blocks.Length; n++) page[n] = blocks[n].Digest;
        return (new StoredBlock(page.Digest, page.Bytes.ToArray()), new Manifest(blocks.Length * Block.Bytes, [page.Digest]));
    }

    private protected static async Task<SnapshotId> CommitAsync(IBlockStore store, params StoredBlock[] blocks)
    {
        var (page, manifest) = Snapshot(blocks);
        await store.PutAsync(new[] { page }.Concat(blocks).ToArray(), CancellationToken.None);
        Assert.True(await store.TryCommitAsync(manifest, CancellationToken.None));
        return manifest.Id;
    }

    private protected static async Task<string> CodeAsync(Func<Task> work) => (await Assert.ThrowsAsync<TransferException>(work)).Code;

    private protected static async Task AreThereAsync(IBlockStore store, bool[] expected, params BlockDigest[] blocks) =>
        Assert.Equal(expected.AsEnumerable(), await store.HoldsAsync(blocks, CancellationToken.None));

    private protected static async Task<byte[]> GetAsync(IBlockStore store, BlockDigest digest)
    {
        var room = new byte[Block.Bytes];
        return room[..await store.GetAsync(digest, room, CancellationToken.None)];
    }

    private protected static async Task<List<SnapshotId>> ListAsync(IBlockStore store)
    {
        var found = new List<SnapshotId>();
        await foreach (var snapshot in store.SnapshotsAsync(CancellationToken.None)) found.Add(snapshot);
        return found;
    }
}
