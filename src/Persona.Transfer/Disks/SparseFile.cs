using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Twofold.Transfer;

/// <summary>Where a file has data and where it has holes (Linux: <c>lseek</c>, which moves the file's position and nothing here uses).</summary>
internal static partial class SparseFile
{
    private const int SeekData = 3;
    private const int SeekHole = 4;
    private const int NothingThere = 6;

    /// <summary>The next place with data, or null if there is none; the place itself where the file system cannot tell.</summary>
    public static long? NextData(SafeFileHandle file, long from)
    {
        var at = Seek(file, from, SeekData);
        if (at >= 0) return at;
        return Marshal.GetLastPInvokeError() == NothingThere ? null : from;
    }

    /// <summary>The next hole, or null where the file system cannot tell.</summary>
    public static long? NextHole(SafeFileHandle file, long from) => Seek(file, from, SeekHole) is >= 0 and var at ? at : null;

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long Seek(SafeFileHandle file, long offset, int whence);
}
