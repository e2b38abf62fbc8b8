using System.Collections;
using Twofold.Device.Tests;
using Twofold.Transfer.Tests.Storing;

namespace Twofold.Transfer.Tests.Moving;

public sealed class ChangedSinceTests : IDisposable
{
    private readonly SampleDisk _disk = new SampleDisk(8 * Block.Bytes).Fill(1, new Random(1)).Fill(2, new Random(2));
    private readonly FolderBlockStore _store = new(new ForgetfulFolder(), new ManualTime());

    [Fact]
    public async Task Only_what_the_bitmap_names_is_read()
    {
        var before = await Transfers.UploadAsync(_store, _disk);
        _disk.Fill(2, new Random(3)).Fill(6, new Random(4));
        var uploaded = await UploadAsync(before, 6);
        Assert.Equal(2, uploaded.SentBlocks);
        _disk.Fill(2, new Random(2));
        Assert.Equal(_disk.Bytes, await Transfers.RestoreAsync(_store, uploaded.Id, _disk));
    }

    [Fact]
    public async Task A_block_that_became_a_hole_is_one_in_the_snapshot()
    {
        var before = await Transfers.UploadAsync(_store, _disk);
        _disk.Clear(1);
        Assert.Equal(_disk.Bytes, await Transfers.RestoreAsync(_store, (await UploadAsync(before, 1)).Id, _disk));
    }

    [Fact]
    public async Task Without_the_snapshot_that_it_is_about_the_whole_disk_is_read()
    {
        var uploaded = await UploadAsync(new SnapshotId(BlockDigest.Of("another"u8)), 5);
        Assert.Equal(_disk.Bytes, await Transfers.RestoreAsync(_store, uploaded.Id, _disk));
    }

    [Fact]
    public async Task A_bitmap_of_another_size_is_refused()
    {
        using var image = _disk.Open();
        var changed = new ChangedSince(new SnapshotId(BlockDigest.Of("another"u8)), new BitArray(7));
        await Assert.ThrowsAsync<ArgumentException>(() => Transfers.To(_store).UploadAsync(image, changed, CancellationToken.None));
    }

    public void Dispose()
    {
        _store.Dispose();
        _disk.Dispose();
    }

    private async Task<Uploaded> UploadAsync(SnapshotId since, int changed)
    {
        using var image = _disk.Open();
        return await Transfers.To(_store).UploadAsync(image, new ChangedSince(since, new BitArray(_disk.Blocks) { [changed] = true }), CancellationToken.None);
    }
}
