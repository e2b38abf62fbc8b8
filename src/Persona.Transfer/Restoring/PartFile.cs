namespace Twofold.Transfer;

/// <summary>A disk that is being restored, beside its place. What an interrupted restore left of it counts only as far as it verifies.</summary>
internal sealed class PartFile : IDisposable
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly FileStream _file;
    private readonly long _bytes;
    private readonly bool _isNew;

    private PartFile(FileStream file, long bytes, bool isNew) => (_file, _bytes, _isNew) = (file, bytes, isNew);

    /// <summary>Opens what is there, or makes it, all holes.</summary>
    public static PartFile Open(string path, long bytes)
    {
        var isNew = !File.Exists(path);
        var file = new FileStream(path, InPlace);
        file.SetLength(bytes);
        return new PartFile(file, bytes, isNew);
    }

    /// <summary>Whether that block is there already.</summary>
    /// <param name="room">Of a block's size.</param>
    public bool Has(long block, BlockDigest digest, byte[] room)
    {
        if (_isNew) return digest.IsHole;
        var read = Length(block);
        Array.Clear(room, read, Block.Bytes - read);
        for (var at = 0; at < read;)
        {
            var more = RandomAccess.Read(_file.SafeFileHandle, room.AsSpan(at, read - at), (block * Block.Bytes) + at);
            if (more == 0) return false;
            at += more;
        }

        return digest.IsHole ? Block.IsHole(room) : BlockDigest.Of(room) == digest;
    }

    /// <summary>Writes a block, as much of it as belongs to the disk.</summary>
    public void Write(long block, ReadOnlySpan<byte> bytes) => RandomAccess.Write(_file.SafeFileHandle, bytes[..Length(block)], block * Block.Bytes);

    /// <summary>Makes it durable.</summary>
    public void Flush() => RandomAccess.FlushToDisk(_file.SafeFileHandle);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static FileStreamOptions InPlace => new()
    {
        Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0, UnixCreateMode = OwnerFile,
    };

    private int Length(long block) => (int)Math.Min(Block.Bytes, _bytes - (block * Block.Bytes));
}
