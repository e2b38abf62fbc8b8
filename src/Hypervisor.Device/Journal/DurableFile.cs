using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Twofold.Device;

/// <summary>A durable file in a folder: written beside, synced, renamed over, and the folder synced.</summary>
/// <param name="path">Where it is.</param>
/// <param name="sync">False only for what may be lost: all of a simulated phone, whose disk proves nothing, and what a phone merely shows.</param>
public sealed partial class DurableFile(string path, bool sync = true) : IDurableFile
{
    private const int ReadOnlyFlag = 0;

    /// <inheritdoc/>
    public byte[]? Read() => File.Exists(path) ? File.ReadAllBytes(path) : null;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        var beside = path + ".new";
        using (var file = new FileStream(beside, OwnerOnly))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: sync);
        }

        File.Move(beside, path, overwrite: true);
        if (sync) SyncFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    private static FileStreamOptions OwnerOnly => new()
    {
        Mode = FileMode.Create,
        Access = FileAccess.Write,
        BufferSize = 0,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };

    // The rename itself is durable only when the folder is; the framework has no call that opens one.
    private static void SyncFolder(string folder)
    {
        using var handle = new SafeFileHandle(Open(folder, ReadOnlyFlag), ownsHandle: true);
        if (handle.IsInvalid) throw new IOException($"the folder `{folder}` cannot be opened: error {Marshal.GetLastPInvokeError()}");
        if (Sync(handle) != 0) throw new IOException($"the folder `{folder}` cannot be synced: error {Marshal.GetLastPInvokeError()}");
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle file);
}
