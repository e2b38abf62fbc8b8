namespace Twofold.Transfer.Tests;

/// <summary>A small disk in a folder of its own: bytes in memory, and a sparse file of them.</summary>
internal sealed class SampleDisk : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("transfer-").FullName;
    private readonly byte[] _bytes;

    public SampleDisk(int bytes)
    {
        _bytes = new byte[bytes];
        Save();
    }

    public string Path => PathOf("disk");

    public byte[] Bytes => [.. _bytes];

    public int Blocks => (int)Manifest.BlocksOf(_bytes.Length);

    /// <summary>Blocks that hold something, each content counted once.</summary>
    public int DistinctBlocks => _bytes.Chunk(Block.Bytes).Where(b => !Block.IsHole(b)).Select(b => BlockDigest.Of(Padded(b))).Distinct().Count();

    public string PathOf(string name) => System.IO.Path.Combine(_folder, name);

    /// <summary>Ciphertext, as far as anyone can tell who has no key.</summary>
    public SampleDisk Fill(int block, Random lot)
    {
        lot.NextBytes(Of(block));
        return Save();
    }

    public SampleDisk Fill(Random lot)
    {
        lot.NextBytes(_bytes);
        return Save();
    }

    /// <summary>Something that can be compressed.</summary>
    public SampleDisk Write(int block, byte value)
    {
        Of(block).Fill(value);
        return Save();
    }

    public SampleDisk Clear(int block) => Write(block, 0);

    public SampleDisk Copy(int block, int to)
    {
        var length = Math.Min(Of(block).Length, Of(to).Length);
        Of(block)[..length].CopyTo(Of(to));
        return Save();
    }

    /// <summary>Whether a block is what it was.</summary>
    public bool IsSame(int block, byte[] before) => Of(block).SequenceEqual(before.AsSpan(block * Block.Bytes, Of(block).Length));

    /// <summary>One byte more.</summary>
    public SampleDisk Nudge(int at)
    {
        _bytes[at]++;
        return Save();
    }

    public DiskImage Open() => DiskImage.Open(Path);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Span<byte> Of(int block) => _bytes.AsSpan(block * Block.Bytes, Math.Min(Block.Bytes, _bytes.Length - (block * Block.Bytes)));

    private static byte[] Padded(byte[] block)
    {
        var whole = new byte[Block.Bytes];
        block.CopyTo(whole, 0);
        return whole;
    }

    private SampleDisk Save()
    {
        using var file = new FileStream(Path, FileMode.Create, FileAccess.Write);
        file.SetLength(_bytes.Length);
        for (var block = 0; block < Blocks; block++)
        {
            if (!Block.IsHole(Of(block))) RandomAccess.Write(file.SafeFileHandle, Of(block), (long)block * Block.Bytes);
        }

        return this;
    }
}
