namespace Twofold.Transfer.Tests.Moving;

public sealed class DiskImageTests
{
    [Fact]
    public void Data_is_found_between_holes_and_in_pieces_of_the_size_asked_for()
    {
        using var disk = new SampleDisk(10 * Block.Bytes).Fill(2, new Random(1)).Fill(3, new Random(2)).Fill(8, new Random(3));
        using var image = disk.Open();
        Assert.Equal((2L, 1), image.NextData(0, 10, 1));
        Assert.Equal((3L, 1), image.NextData(3, 10, 5));
        Assert.Equal((8L, 1), image.NextData(4, 10, 5));
        Assert.Null(image.NextData(4, 8, 5));
        Assert.Null(image.NextData(9, 10, 5));
    }

    [Fact]
    public void The_last_block_is_filled_up_with_zeros()
    {
        using var disk = new SampleDisk(Block.Bytes + 10).Fill(new Random(1));
        using var image = disk.Open();
        var room = Enumerable.Repeat((byte)0xEE, 2 * Block.Bytes).ToArray();
        image.Read(0, room);
        Assert.Equal(disk.Bytes, room[..(Block.Bytes + 10)]);
        Assert.True(Block.IsHole(room.AsSpan(Block.Bytes + 10)));
    }

    [Fact]
    public void A_disk_that_is_not_there_or_empty_has_its_code()
    {
        using var disk = new SampleDisk(1);
        Assert.Equal(TransferCodes.DiskUnreadable, Assert.Throws<TransferException>(() => DiskImage.Open(disk.PathOf("nothing"))).Code);
        File.WriteAllBytes(disk.Path, []);
        Assert.Equal(TransferCodes.DiskSize, Assert.Throws<TransferException>(disk.Open).Code);
    }
}
