using Microsoft.Win32.SafeHandles;

namespace Twofold.Transfer;

/// <summary>
/// The file of an encrypted disk, read block by block. Its VM must stand still meanwhile, or the file be a snapshot; what is read is sent as it
/// is and never opened. One thread reads at a time.
/// </summary>
public sealed class DiskImage : IDisposable
{
    private readonly SafeFileHandle _file;

    private DiskImage(SafeFileHandle file, long bytes) => (_file, Bytes) = (file, bytes);

    /// <summary>Its size.</summary>
    public long Bytes { get; }

    /// <summary>Opens it for reading.</summary>
    /// <exception cref="TransferException"><c>disk/unreadable</c>, <c>disk/size</c></exception>
    public static DiskImage Open(string path)
    {
        try
        {
            var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
            var bytes = RandomAccess.GetLength(file);
            if (Manifest.IsSize(bytes)) return new DiskImage(file, bytes);
            file.Dispose();
            throw new TransferException(TransferCodes.DiskSize, $"`{path}` has {bytes} bytes; a snapshot holds between one byte and 1 TiB");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new TransferException(TransferCodes.DiskUnreadable, $"`{path}` cannot be read", fault);
        }
    }

    /// <summary>
    /// The next blocks in which the file system has data, or null if only holes follow. On a file system that tells no holes everything is data.
    /// </summary>
    /// <param name="from">The first block to look at.</param>
    /// <param name="end">The block to stop before.</param>
    /// <param name="most">The most blocks to answer.</param>
    public (long First, int Count)? NextData(long from, long end, int most)
    {
        if (from >= end || SparseFile.NextData(_file, from * Block.Bytes) is not { } data) return null;
        var first = data / Block.Bytes;
        if (first >= end) return null;
        var hole = SparseFile.NextHole(_file, data) ?? Bytes;
        var past = Math.Min(end, Manifest.BlocksOf(hole));
        return (first, (int)Math.Min(most, past - first));
    }

    /// <summary>Reads consecutive blocks; what lies beyond the end of the file is zeros.</summary>
    /// <param name="room">A multiple of a block's size.</param>
    /// <exception cref="TransferException"><c>disk/unreadable</c></exception>
    public void Read(long block, Span<byte> room)
    {
        try
        {
            var at = block * Block.Bytes;
            while (room.Length > 0 && RandomAccess.Read(_file, room, at) is > 0 and var read)
            {
                room = room[read..];
                at += read;
            }
        }
        catch (IOException fault)
        {
            throw new TransferException(TransferCodes.DiskUnreadable, "the disk cannot be read", fault);
        }

        room.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
