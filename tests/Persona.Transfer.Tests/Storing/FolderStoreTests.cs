using Twofold.Device.Tests;
using Twofold.Transfer.Tests.Moving;

namespace Twofold.Transfer.Tests.Storing;

/// <summary>A store in a folder of the real file system.</summary>
public sealed class FolderStoreTests : BlockStoreConformance, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("store-").FullName;

    internal override IBlockStore Open(ManualTime time) => FolderBlockStore.Open(_folder, time);

    internal override void Close(IBlockStore store) => ((FolderBlockStore)store).Dispose();

    [Fact]
    public async Task One_program_holds_a_folder_at_a_time()
    {
        var store = Open(new ManualTime());
        Assert.Equal(TransferCodes.StoreInUse, await CodeAsync(() => Task.FromResult(Open(new ManualTime()))));
        Close(store);
        Close(Open(new ManualTime()));
    }

    [Fact]
    public async Task What_was_left_staged_is_adopted_if_it_is_whole_and_dropped_if_not()
    {
        Close(Open(new ManualTime()));
        var (whole, cut) = (Random(), Random());
        await File.WriteAllBytesAsync(Staged($"{whole.Digest}-1"), whole.Form.ToArray());
        await File.WriteAllBytesAsync(Staged($"{cut.Digest}-1"), cut.Form.ToArray()[..1234]);
        await File.WriteAllBytesAsync(Staged("manifest-1"), [1, 2, 3]);
        var store = Open(new ManualTime());
        await AreThereAsync(store, [true, false], whole.Digest, cut.Digest);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "staged")));
        Close(store);
    }

    [Fact]
    public async Task Nobody_but_the_owner_reads_what_is_stored()
    {
        var (store, block) = (Open(new ManualTime()), Random());
        await store.PutAsync(new[] { block }, CancellationToken.None);
        var file = Directory.GetFiles(_folder, block.Digest.ToString(), SearchOption.AllDirectories).Single();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(Block.Bytes, new FileInfo(file).Length);
        Close(store);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Staged(string name) => Path.Combine(_folder, "staged", name);
}

/// <summary>The same store over a folder in memory.</summary>
public sealed class ForgetfulStoreTests : BlockStoreConformance
{
    private readonly ForgetfulFolder _folder = new();

    internal override IBlockStore Open(ManualTime time) => new FolderBlockStore(_folder, time);

    internal override void Close(IBlockStore store) => ((FolderBlockStore)store).Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_a_snapshot_cannot_be_read_nothing_is_removed(bool page)
    {
        var (time, needed, other) = (new ManualTime(), Random(), Random());
        var store = Open(time);
        var snapshot = await CommitAsync(store, needed);
        await store.PutAsync(new[] { other }, CancellationToken.None);
        time.Advance(TimeSpan.FromDays(30));
        _folder.Spoil(page ? FolderNames.PlaceOf(Snapshot(needed).Page.Digest) : FolderNames.PlaceOf(snapshot));
        Assert.Equal(TransferCodes.SnapshotDamaged, await CodeAsync(async () => await store.CollectAsync(TimeSpan.Zero, CancellationToken.None)));
        await AreThereAsync(store, [true, true], needed.Digest, other.Digest);
        Close(store);
    }

    [Fact]
    public async Task A_page_that_was_spoilt_is_sent_again_by_the_next_upload_and_every_snapshot_that_shares_it_is_whole()
    {
        using var disk = new SampleDisk(3 * Block.Bytes).Fill(new Random(1));
        var store = Open(new ManualTime());
        var snapshot = await Transfers.UploadAsync(store, disk);
        _folder.Spoil(FolderNames.PlaceOf((await store.OpenAsync(snapshot, CancellationToken.None)).Pages[0]));
        Assert.NotNull(await Transfers.FaultAsync(store, snapshot, disk));
        await Transfers.UploadAsync(store, disk);
        Assert.Null(await Transfers.FaultAsync(store, snapshot, disk));
        Close(store);
    }
}
