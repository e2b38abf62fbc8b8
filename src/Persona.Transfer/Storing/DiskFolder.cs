using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Twofold.Transfer;

/// <summary>
/// A folder on a local disk, held by one program at a time. One call makes a whole batch durable (Linux: <c>syncfs</c>, which reports errors
/// since 5.8): a flush for each of many small files would cost many times as much.
/// </summary>
internal sealed partial class DiskFolder : IFolder
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    private readonly string _root;
    private readonly FileStream _lock;

    private DiskFolder(string root, FileStream held) => (_root, _lock) = (root, held);

    /// <summary>Takes hold of the folder and makes what is missing of it.</summary>
    /// <exception cref="TransferException"><c>store/in-use</c></exception>
    public static DiskFolder Take(string root, IEnumerable<string> folders)
    {
        Directory.CreateDirectory(root, OwnerFolder);
        var folder = new DiskFolder(root, Lock(Path.Combine(root, "lock")));
        foreach (var name in folders) Directory.CreateDirectory(Path.Combine(root, name), OwnerFolder);
        folder.Sync();
        return folder;
    }

    /// <inheritdoc/>
    public void Write(string path, ReadOnlySpan<byte> bytes, DateTimeOffset usedAt)
    {
        using var file = new FileStream(At(path), WholeFile);
        file.Write(bytes);
        File.SetLastWriteTimeUtc(file.SafeFileHandle, usedAt.UtcDateTime);
    }

    /// <inheritdoc/>
    public int Read(string path, Span<byte> room)
    {
        try
        {
            using var file = File.OpenHandle(At(path));
            var length = RandomAccess.GetLength(file);
            if (length > room.Length) return room.Length + 1;
            var read = 0;
            while (read < length && RandomAccess.Read(file, room[read..(int)length], read) is > 0 and var more) read += more;
            return read;
        }
        catch (FileNotFoundException)
        {
            return -1;
        }
    }

    /// <inheritdoc/>
    public DateTimeOffset? UsedAt(string path)
    {
        var file = new FileInfo(At(path));
        return file.Exists ? new DateTimeOffset(file.LastWriteTimeUtc) : null;
    }

    /// <inheritdoc/>
    public void Touch(string path, DateTimeOffset usedAt)
    {
        try
        {
            File.SetLastWriteTimeUtc(At(path), usedAt.UtcDateTime);
        }
        catch (FileNotFoundException)
        {
            // A collection was faster; whoever asked for it is told when the snapshot is to be completed.
        }
    }

    /// <inheritdoc/>
    public void Rename(string path, string to) => File.Move(At(path), At(to), overwrite: true);

    /// <inheritdoc/>
    public void Delete(string path) => File.Delete(At(path));

    /// <inheritdoc/>
    public IEnumerable<string> List(string folder) => Directory.EnumerateFiles(At(folder)).Select(f => Path.GetFileName(f));

    /// <inheritdoc/>
    public void Sync()
    {
        if (SyncFileSystem(_lock.SafeFileHandle) != 0) throw new IOException($"the folder `{_root}` cannot be synced: error {Marshal.GetLastPInvokeError()}");
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static FileStreamOptions WholeFile => new() { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0, UnixCreateMode = OwnerFile };

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = OwnerFile });
        }
        catch (IOException fault) when (File.Exists(path))
        {
            throw new TransferException(TransferCodes.StoreInUse, "another program holds the store's folder", fault);
        }
    }

    private string At(string path) => Path.Combine(_root, path);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int SyncFileSystem(SafeFileHandle file);
}
