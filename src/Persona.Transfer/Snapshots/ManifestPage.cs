namespace Twofold.Transfer;

/// <summary>The digests of 2,048 consecutive blocks, in the size of a block, so that a page is stored and collected like any other block.</summary>
public sealed class ManifestPage
{
    /// <summary>How many blocks a page names.</summary>
    public const int Blocks = Block.Bytes / BlockDigest.Bytes;

    /// <summary>How much of a disk a page covers.</summary>
    public const long DiskBytes = (long)Blocks * Block.Bytes;

    private readonly byte[] _bytes = new byte[Block.Bytes];

    /// <summary>As it is stored; all zeros while every block is a hole.</summary>
    public Span<byte> Bytes => _bytes;

    /// <summary>The same, for what fills it later.</summary>
    public Memory<byte> Memory => _bytes;

    /// <summary>Its name; a hole while every block is one.</summary>
    public BlockDigest Digest => Block.IsHole(_bytes) ? BlockDigest.Hole : BlockDigest.Of(_bytes);

    /// <summary>The digest of a block, counted within the page.</summary>
    public BlockDigest this[int block]
    {
        get => new(Place(block));
        set => value.WriteTo(Place(block));
    }

    /// <summary>Makes every block a hole.</summary>
    public void Clear() => _bytes.AsSpan().Clear();

    /// <summary>Makes consecutive blocks holes.</summary>
    public void Clear(int first, int count) => _bytes.AsSpan(first * BlockDigest.Bytes, count * BlockDigest.Bytes).Clear();

    private Span<byte> Place(int block) => _bytes.AsSpan(block * BlockDigest.Bytes, BlockDigest.Bytes);
}
