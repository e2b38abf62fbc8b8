using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Twofold.Transfer;

/// <summary>
/// What a snapshot of a disk consists of: the digests of its pages, each of which holds the digests of 2,048 blocks and is itself stored like
/// a block. So the manifest stays small, its digest covers the whole disk, and snapshots of one disk share the pages that did not change.
/// Written as the 19 bytes <c>twofold-snapshot/1\n</c>, the size of the disk (eight bytes, highest first) and then the pages, 32 bytes each;
/// how many there are follows from the size.
/// </summary>
public sealed class Manifest
{
    /// <summary>The largest disk that a snapshot can hold: 1 TiB.</summary>
    public const long MaxDiskBytes = 1L << 40;

    /// <summary>The longest manifest.</summary>
    public const int MaxBytes = HeadBytes + ((int)(MaxDiskBytes / ManifestPage.DiskBytes) * BlockDigest.Bytes);

    private const int HeadBytes = 19 + sizeof(long);

    /// <summary>A manifest.</summary>
    /// <exception cref="ArgumentException">The size is not that of a disk, or the pages do not cover it.</exception>
    public Manifest(long diskBytes, ImmutableArray<BlockDigest> pages)
    {
        if (!IsSize(diskBytes)) throw new ArgumentException("a disk has between one byte and 1 TiB", nameof(diskBytes));
        if (pages.Length != PagesOf(diskBytes)) throw new ArgumentException("the pages do not cover the disk", nameof(pages));
        (DiskBytes, Pages) = (diskBytes, pages);
    }

    /// <summary>The size of the disk.</summary>
    public long DiskBytes { get; }

    /// <summary>The digests of its pages, in order; a page without any block is a hole.</summary>
    public ImmutableArray<BlockDigest> Pages { get; }

    /// <summary>How many blocks the disk has, holes included.</summary>
    public long Blocks => BlocksOf(DiskBytes);

    /// <summary>Its name.</summary>
    public SnapshotId Id => new(BlockDigest.Of(Write()));

    private static ReadOnlySpan<byte> Domain => "twofold-snapshot/1\n"u8;

    /// <summary>Whether a snapshot can hold a disk of that size.</summary>
    public static bool IsSize(long diskBytes) => diskBytes is > 0 and <= MaxDiskBytes;

    /// <summary>How many blocks a disk of that size has.</summary>
    public static long BlocksOf(long diskBytes) => (diskBytes + Block.Bytes - 1) / Block.Bytes;

    /// <summary>How many pages a disk of that size has.</summary>
    public static int PagesOf(long diskBytes) => (int)((diskBytes + ManifestPage.DiskBytes - 1) / ManifestPage.DiskBytes);

    /// <summary>How many blocks of a page belong to the disk: all, but in the last page.</summary>
    public int BlocksIn(int page) => (int)Math.Min(ManifestPage.Blocks, Blocks - ((long)page * ManifestPage.Blocks));

    /// <summary>As it is stored; equal manifests are equal byte for byte.</summary>
    public byte[] Write()
    {
        var bytes = new byte[HeadBytes + (Pages.Length * BlockDigest.Bytes)];
        Domain.CopyTo(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(Domain.Length), DiskBytes);
        for (var n = 0; n < Pages.Length; n++) Pages[n].WriteTo(bytes.AsSpan(HeadBytes + (n * BlockDigest.Bytes)));
        return bytes;
    }

    /// <summary>Reads one back; null for anything that <see cref="Write"/> does not write. Never throws.</summary>
    public static Manifest? Read(ReadOnlySpan<byte> untrusted)
    {
        if (untrusted.Length is < HeadBytes or > MaxBytes || !untrusted.StartsWith(Domain)) return null;
        var diskBytes = BinaryPrimitives.ReadInt64BigEndian(untrusted[Domain.Length..]);
        var digests = untrusted[HeadBytes..];
        if (!IsSize(diskBytes) || digests.Length != PagesOf(diskBytes) * BlockDigest.Bytes) return null;
        var pages = ImmutableArray.CreateBuilder<BlockDigest>(PagesOf(diskBytes));
        for (var at = 0; at < digests.Length; at += BlockDigest.Bytes) pages.Add(new BlockDigest(digests.Slice(at, BlockDigest.Bytes)));
        return new Manifest(diskBytes, pages.MoveToImmutable());
    }
}
