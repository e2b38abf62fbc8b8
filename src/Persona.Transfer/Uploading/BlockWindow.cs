namespace Twofold.Transfer;

/// <summary>Some consecutive blocks of a disk in memory, with their digests.</summary>
internal sealed class BlockWindow
{
    /// <summary>The most blocks in it: 2 MiB.</summary>
    public const int MaxBlocks = 32;

    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(MaxBlocks * Block.Bytes);
    private readonly BlockDigest[] _digests = new BlockDigest[MaxBlocks];

    /// <summary>How many blocks are in it.</summary>
    public int Count { get; private set; }

    /// <summary>The digests of the blocks in it.</summary>
    public ReadOnlyMemory<BlockDigest> Digests => _digests.AsMemory(0, Count);

    /// <summary>A block in it.</summary>
    public ReadOnlyMemory<byte> this[int block] => _bytes.AsMemory(block * Block.Bytes, Block.Bytes);

    /// <summary>Reads blocks and computes their digests on all processors.</summary>
    public void Read(DiskImage disk, long first, int count)
    {
        Count = count;
        disk.Read(first, _bytes.AsSpan(0, count * Block.Bytes));
        Parallel.For(0, count, n => _digests[n] = Block.IsHole(this[n].Span) ? BlockDigest.Hole : BlockDigest.Of(this[n].Span));
    }
}
