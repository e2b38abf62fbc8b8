using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>The few system calls that the framework does not offer.</summary>
internal static partial class Posix
{
    private const int SigKill = 9;
    private const int OwnerOnly = 0x180;
    private const int Detach = 2;

    /// <summary>Makes a named pipe that only its owner can open.</summary>
    public static void MakePipe(string path)
    {
        if (MkFifo(path, OwnerOnly) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>Ends a process at once; nothing if it is gone.</summary>
    public static void Kill(int pid) => _ = KillProcess(pid, SigKill);

    /// <summary>Makes the names in a folder durable.</summary>
    public static void SyncFolder(string path)
    {
        var descriptor = Open(path, 0);
        if (descriptor < 0) return;
        _ = FSync(descriptor);
        _ = Close(descriptor);
    }

    /// <summary>Removes a file so that it stays removed, whatever the moment the power goes.</summary>
    public static void DeleteDurably(string path)
    {
        if (!File.Exists(path)) return;
        File.Delete(path);
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Takes away what is mounted over a file, whoever still uses it, and the file.</summary>
    public static void RemoveMount(string path)
    {
        _ = Unmount(path, Detach);
        _ = Unlink(path);
    }

    /// <summary>What a file takes on the medium, in bytes; 0 if it is gone.</summary>
    public static unsafe long AllocatedBytes(string path)
    {
        // struct stat of 64-bit Linux (x86-64, arm64): 144 and 128 bytes, st_blocks at offset 64.
        var status = stackalloc long[32];
        return Stat(path, status) == 0 ? status[8] * 512 : 0;
    }

    [LibraryImport("libc", EntryPoint = "stat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Stat(string path, long* status);

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MkFifo(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int KillProcess(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unlink(string path);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unmount(string path, int flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
