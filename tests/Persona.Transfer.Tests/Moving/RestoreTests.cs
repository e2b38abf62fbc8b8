using Twofold.Device.Tests;
using Twofold.Transfer.Tests.Storing;

namespace Twofold.Transfer.Tests.Moving;

public sealed class RestoreTests : IDisposable
{
    private readonly SampleDisk _disk = new SampleDisk(12 * Block.Bytes).Fill(1, new Random(1)).Fill(2, new Random(2)).Write(4, 7);
    private readonly ForgetfulFolder _folder = new();
    private readonly FolderBlockStore _store;

    public RestoreTests() => _store = new FolderBlockStore(_folder, new ManualTime());

    [Fact]
    public async Task What_an_interrupted_restore_left_whole_is_not_fetched_again()
    {
        var (id, path) = (await Transfers.UploadAsync(_store, _disk), _disk.PathOf("restored"));
        File.Copy(_disk.Path, $"{path}.part");
        var between = new StoreBetween(_store);
        await Transfers.From(between).RestoreAsync(id, path, CancellationToken.None);
        Assert.Equal(1, between.Got);
        Assert.Equal(_disk.Bytes, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task A_block_that_was_spoilt_in_the_store_is_noticed_when_it_arrives_and_the_disk_gets_no_name()
    {
        var (id, path) = (await Transfers.UploadAsync(_store, _disk), _disk.PathOf("restored"));
        _folder.Spoil(FolderNames.PlaceOf(BlockDigest.Of(_disk.Bytes.AsSpan(Block.Bytes, Block.Bytes))));
        var fault = await Assert.ThrowsAsync<TransferException>(() => Transfers.From(_store).RestoreAsync(id, path, CancellationToken.None));
        Assert.Equal(TransferCodes.BlockDamaged, fault.Code);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_overwritten()
    {
        var id = await Transfers.UploadAsync(_store, _disk);
        var fault = await Assert.ThrowsAsync<TransferException>(() => Transfers.From(_store).RestoreAsync(id, _disk.Path, CancellationToken.None));
        Assert.Equal(TransferCodes.RestoreExists, fault.Code);
    }

    [Fact]
    public async Task Holes_are_neither_sent_nor_stored_nor_written()
    {
        var (sent, path) = (await Transfers.SendAsync(_store, _disk), _disk.PathOf("restored"));
        Assert.Equal(3 + 1, sent.SentBlocks);
        await Transfers.From(_store).RestoreAsync(sent.Id, path, CancellationToken.None);
        using var image = DiskImage.Open(path);
        Assert.Equal((1L, 2), image.NextData(0, 12, 100));
        Assert.Equal((4L, 1), image.NextData(3, 12, 100));
        Assert.Null(image.NextData(5, 12, 100));
    }

    [Fact]
    public async Task Ciphertext_takes_its_size_and_what_can_be_compressed_takes_less()
    {
        var sent = await Transfers.SendAsync(_store, _disk);
        Assert.InRange(sent.SentBytes, 2 * Block.Bytes, (2 * Block.Bytes) + 2000);
    }

    [Fact]
    public async Task Progress_grows_and_ends_with_the_whole_disk()
    {
        var told = new List<TransferProgress>();
        using var image = _disk.Open();
        await new Uploader(_store, new PauseGate(), new TokenBucket(null, TimeProvider.System), new Listening(told)).UploadAsync(image, CancellationToken.None);
        Assert.Equal(told.OrderBy(p => p.PassedBytes), told);
        Assert.Equal(_disk.Bytes.Length, told[^1].PassedBytes);
        Assert.Equal(4, told[^1].SentBlocks);
    }

    public void Dispose()
    {
        _store.Dispose();
        _disk.Dispose();
    }

    private sealed class Listening(List<TransferProgress> told) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => told.Add(value);
    }
}
