using System.Collections;
using Twofold.Device.Tests;
using Twofold.Fleet.Tests.Laws;
using Twofold.Transfer.Tests.Storing;

namespace Twofold.Transfer.Tests.Moving;

/// <summary>Whatever is edited, cut or collected, what is restored is what was uploaded.</summary>
public sealed class TransferLawTests
{
    private const int DiskBlocks = 24;
    private const int DiskBytes = (DiskBlocks * Block.Bytes) - 1000;

    [Fact]
    public void Each_snapshot_restores_to_the_disk_of_its_moment_and_only_what_changed_is_sent() =>
        Law.Holds(60, 8, numbers => EditsAsync(numbers).GetAwaiter().GetResult());

    [Fact]
    public void An_upload_of_what_changed_since_a_snapshot_makes_the_same_snapshot_as_one_of_the_whole_disk() =>
        Law.Holds(60, 6, numbers => ChangesAsync(numbers).GetAwaiter().GetResult());

    [Fact]
    public void An_upload_that_is_cut_at_any_byte_goes_on_and_nothing_comes_through_twice() =>
        Law.Holds(60, 6, numbers => CutUploadAsync(numbers).GetAwaiter().GetResult());

    [Fact]
    public void A_restore_that_is_cut_at_any_byte_goes_on_even_if_what_it_left_was_spoilt() =>
        Law.Holds(60, 6, numbers => CutRestoreAsync(numbers).GetAwaiter().GetResult());

    [Fact]
    public void Whatever_is_forgotten_and_collected_meanwhile_every_snapshot_that_stays_restores() =>
        Law.Holds(60, 12, numbers => CollectionsAsync(numbers).GetAwaiter().GetResult());

    private static async Task EditsAsync(int[] numbers)
    {
        using var disk = new SampleDisk(DiskBytes);
        using var store = new FolderBlockStore(new ForgetfulFolder(), new ManualTime());
        var moments = new List<(SnapshotId Id, byte[] Bytes)>();
        foreach (var number in numbers.Prepend(0))
        {
            Edit(disk, number);
            var uploaded = await Transfers.SendAsync(store, disk);
            Assert.InRange(uploaded.SentBlocks, 0, 2);
            Assert.Equal(0, (await Transfers.SendAsync(store, disk)).SentBlocks);
            moments.Add((uploaded.Id, disk.Bytes));
        }

        foreach (var (id, bytes) in moments) Assert.Equal(bytes, await Transfers.RestoreAsync(store, id, disk));
    }

    // The bitmap says of some blocks that did not change that they may have, as one does whose grain is coarser.
    private static async Task ChangesAsync(int[] numbers)
    {
        using var disk = new SampleDisk(DiskBytes).Fill(new Random(numbers.Length)).Clear(5).Clear(6);
        using var store = new FolderBlockStore(new ForgetfulFolder(), new ManualTime());
        var before = await Transfers.UploadAsync(store, disk);
        foreach (var number in numbers)
        {
            var bytes = disk.Bytes;
            Edit(disk, number);
            var changed = new BitArray([.. Enumerable.Range(0, DiskBlocks).Select(n => number % (n + 2) == 0 || !disk.IsSame(n, bytes))]);
            using var image = disk.Open();
            var uploaded = await Transfers.To(store).UploadAsync(image, new ChangedSince(before, changed), CancellationToken.None);
            Assert.Equal(uploaded.Id, (await Transfers.SendAsync(store, disk)).Id);
            before = uploaded.Id;
        }
    }

    private static async Task CutUploadAsync(int[] numbers)
    {
        using var disk = new SampleDisk(DiskBytes).Fill(new Random(numbers.Length)).Copy(3, 9).Clear(5);
        using var store = new FolderBlockStore(new ForgetfulFolder(), new ManualTime());
        var came = 0;
        foreach (var number in numbers)
        {
            var cut = new CutStore(store, number);
            await CodeAsync(() => Transfers.SendAsync(cut, disk));
            came += cut.Put;
        }

        var rest = new StoreBetween(store);
        var uploaded = await Transfers.SendAsync(rest, disk);
        Assert.Equal(disk.DistinctBlocks + 1, came + rest.Put);
        Assert.Equal(disk.Bytes, await Transfers.RestoreAsync(store, uploaded.Id, disk));
    }

    private static async Task CutRestoreAsync(int[] numbers)
    {
        using var disk = new SampleDisk(DiskBytes).Fill(new Random(numbers.Length)).Write(2, 9).Clear(5).Clear(6);
        using var store = new FolderBlockStore(new ForgetfulFolder(), new ManualTime());
        var (id, path) = (await Transfers.UploadAsync(store, disk), disk.PathOf("restored"));
        foreach (var number in numbers)
        {
            File.Delete(path);
            await CodeAsync(() => Transfers.From(new CutStore(store, number)).RestoreAsync(id, path, CancellationToken.None));
            Spoil(path, number);
        }

        if (!File.Exists(path)) await Transfers.From(store).RestoreAsync(id, path, CancellationToken.None);
        Assert.Equal(disk.Bytes, await File.ReadAllBytesAsync(path));
        Assert.False(File.Exists($"{path}.part"));
    }

    private static async Task CollectionsAsync(int[] numbers)
    {
        using var disk = new SampleDisk(DiskBytes).Fill(1, new Random(1));
        var time = new ManualTime();
        using var store = new FolderBlockStore(new ForgetfulFolder(), time);
        var kept = new Dictionary<SnapshotId, byte[]>();
        foreach (var number in numbers)
        {
            Edit(disk, number);
            if (number % 5 == 0 && kept.Count > 0) await ForgetAsync(store, kept);
            else if (await IdAsync(number % 5 == 1 ? new CutStore(store, number) : new CollectingStore(store, time, new Random(number)), disk) is { } id) kept[id] = disk.Bytes;
        }

        Assert.Equal(kept.Keys.ToHashSet(), (await Transfers.ListAsync(store)).ToHashSet());
        foreach (var (id, bytes) in kept) Assert.Equal(bytes, await Transfers.RestoreAsync(store, id, disk));
    }

    private static async Task ForgetAsync(FolderBlockStore store, Dictionary<SnapshotId, byte[]> kept)
    {
        var first = kept.Keys.First();
        kept.Remove(first);
        await store.ForgetAsync(first, CancellationToken.None);
    }

    // With collections at the worst moments an upload may give up; then there is no snapshot, nor if it is cut.
    private static async Task<SnapshotId?> IdAsync(StoreBetween store, SampleDisk disk)
    {
        try
        {
            return await Transfers.UploadAsync(store, disk);
        }
        catch (TransferException gaveUp) when (gaveUp.Code is TransferCodes.SnapshotIncomplete or TransferCodes.StoreDisk)
        {
            return null;
        }
    }

    private static void Edit(SampleDisk disk, int number)
    {
        var block = number / 7 % DiskBlocks;
        _ = (number % 7) switch
        {
            0 => disk.Clear(block),
            1 => disk.Write(block, (byte)number),
            2 => disk.Copy(number / 100 % DiskBlocks, block),
            3 => disk.Nudge(number % DiskBytes),
            _ => disk.Fill(block, new Random(number)),
        };
    }

    // The unfinished file may have lost bytes, or have others than were written.
    private static void Spoil(string path, int number)
    {
        if (!File.Exists($"{path}.part")) return;
        using var file = new FileStream($"{path}.part", FileMode.Open);
        if (number % 3 == 0) file.SetLength(number % DiskBytes);
        if (number % 3 != 1) return;
        file.Position = number % DiskBytes;
        file.WriteByte((byte)number);
    }

    private static async Task<string?> CodeAsync(Func<Task> work)
    {
        try
        {
            await work();
            return null;
        }
        catch (TransferException cut)
        {
            return cut.Code;
        }
    }
}
