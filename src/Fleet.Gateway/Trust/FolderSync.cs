using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Twofold.Fleet.Gateway;

/// <summary>Makes names in a folder durable: a file that was renamed is only safe once its folder is on the disk. .NET opens no folders.</summary>
public static partial class FolderSync
{
    // O_RDONLY | O_CLOEXEC: no child process inherits the descriptor.
    private const int ReadOnly = 0x80000;

    // Found as the program itself finds it and not in one library: what is loaded before that one, as the crash tests do, sees the calls.
    static FolderSync() => NativeLibrary.SetDllImportResolver(
        typeof(FolderSync).Assembly, (name, _, _) => name == "libc" ? NativeLibrary.GetMainProgramHandle() : nint.Zero);

    /// <summary>Flushes a folder to the disk (Linux: open, fsync, close).</summary>
    /// <exception cref="IOException">It cannot be opened or flushed.</exception>
    public static void Flush(string folder)
    {
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0) throw Failed(folder);
        try
        {
            if (Fsync(descriptor) != 0) throw Failed(folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failed(string folder) =>
        new($"the folder `{folder}` cannot be flushed to the disk", new Win32Exception(Marshal.GetLastPInvokeError()));

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
