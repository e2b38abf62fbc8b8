using Twofold.Fleet.Tests.Laws;

namespace Twofold.Transfer.Tests.Snapshots;

public sealed class ManifestTests
{
    private static readonly Manifest Sample = new(ManifestPage.DiskBytes + 1, [BlockDigest.Of("a"u8), BlockDigest.Hole]);

    /// <summary>The form is a promise: snapshots of years ago have to restore.</summary>
    [Fact]
    public void A_manifest_is_what_the_documentation_says()
    {
        byte[] written = [.. "twofold-snapshot/1\n"u8, 0, 0, 0, 0, 8, 0, 0, 1, .. Convert.FromHexString($"{BlockDigest.Of("a"u8)}"), .. new byte[32]];
        Assert.Equal(written, Sample.Write());
        Assert.Equal(BlockDigest.Of(written), Sample.Id.Digest);
        Assert.Equal(written, Manifest.Read(written)!.Write());
    }

    [Fact]
    public void Every_byte_counts_and_none_is_too_many()
    {
        var written = Sample.Write();
        Assert.All(Enumerable.Range(0, written.Length), n => Assert.Null(Manifest.Read(written.AsSpan(0, n))));
        Assert.Null(Manifest.Read([.. written, 0]));
        Assert.All(Enumerable.Range(0, 24), n => Assert.Null(Manifest.Read(Changed(written, n, 0x80))));
    }

    [Fact]
    public void Random_bytes_never_throw() => Law.Holds(500, 200, numbers =>
    {
        byte[] bytes = [.. "twofold-snapshot/1\n"u8, .. numbers.Select(n => (byte)n)];
        Assert.True(Manifest.Read(bytes) is not { } manifest || manifest.Write().AsSpan().SequenceEqual(bytes));
    });

    [Fact]
    public void A_disk_of_no_size_or_beyond_the_bound_has_no_manifest() =>
        Assert.All([0L, -1, Manifest.MaxDiskBytes + 1], size => Assert.Throws<ArgumentException>(() => new Manifest(size, [])));

    [Fact]
    public void The_largest_manifest_stays_within_its_bound()
    {
        var largest = new Manifest(Manifest.MaxDiskBytes, [.. Enumerable.Repeat(BlockDigest.Of("a"u8), 8192)]);
        Assert.Equal(Manifest.MaxBytes, largest.Write().Length);
        Assert.NotNull(Manifest.Read(largest.Write()));
    }

    private static byte[] Changed(byte[] bytes, int at, byte by)
    {
        byte[] changed = [.. bytes];
        changed[at] ^= by;
        return changed;
    }
}
