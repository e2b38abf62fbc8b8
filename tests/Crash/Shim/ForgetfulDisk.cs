using System.IO.MemoryMappedFiles;
using System.Text;
using Twofold.EndToEnd.Tests.World;

namespace Twofold.Crash.Tests.Shim;

/// <summary>What the disk under a program does wrong.</summary>
internal enum DiskFault
{
    Nothing,

    /// <summary>Full after so many more bytes.</summary>
    Full,

    ReadOnly,

    /// <summary>So many flushes fail.</summary>
    FlushFails,
}

/// <summary>
/// A disk that forgets what was not flushed, and that fails when a test says so: a library that a program is started with
/// (<c>shim.c</c>, compiled here), the record of what it would have to forget, and the switch for its faults.
/// </summary>
internal sealed class ForgetfulDisk : IDisposable
{
    private static readonly Lazy<Task<string>> Library = new(CompileAsync);

    private readonly string _folder;
    private readonly string _library;
    private readonly string _undo;
    private readonly MemoryMappedFile _control;
    private readonly MemoryMappedViewAccessor _switch;

    private ForgetfulDisk(string folder, string library, string undo)
    {
        (_folder, _library, _undo) = (folder, library, undo);
        File.WriteAllBytes(Control, new byte[16]);
        _control = MemoryMappedFile.CreateFromFile(Control, FileMode.Open);
        _switch = _control.CreateViewAccessor(0, 16);
    }

    private string Control => Path.Combine(_undo, "control");

    /// <summary>A disk under a folder, which need not be there yet.</summary>
    /// <param name="undo">A folder beside it, for what may have to be forgotten; on the same file system.</param>
    public static async Task<ForgetfulDisk> UnderAsync(string folder, string undo)
    {
        Directory.CreateDirectory(undo);
        return new ForgetfulDisk(folder, await Library.Value, undo);
    }

    /// <summary>What a program is started with to have this disk.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["LD_PRELOAD"] = _library,
        ["SHIM_FOLDER"] = _folder,
        ["SHIM_UNDO"] = _undo,
        ["SHIM_CONTROL"] = Control,
    };

    /// <summary>Lets the disk fail, or be well again.</summary>
    public void Fail(DiskFault fault, long argument = 0)
    {
        _switch.Write(8, argument);
        _switch.Write(0, (long)fault);
        _switch.Flush();
    }

    /// <summary>After the program was killed: makes the folder what was flushed, and answers how many writes that dropped.</summary>
    public int Forget()
    {
        var records = Directory.GetFiles(_undo, "u-*").Where(f => !f.EndsWith(".tmp", StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal).ToList();
        foreach (var record in records) Undo(File.ReadAllBytes(record));
        foreach (var file in Directory.GetFiles(_undo).Where(f => f != Control)) File.Delete(file);
        foreach (var shared in Directory.Exists(_folder) ? Directory.GetFiles(_folder, "*-shm") : []) File.Delete(shared);
        return records.Count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _switch.Dispose();
        _control.Dispose();
    }

    private static void Undo(ReadOnlySpan<byte> record)
    {
        var kind = (char)record[0];
        var first = Text(record[1..], out var rest);
        switch (kind)
        {
            case 'W':
                Rewrite(first, BitConverter.ToInt64(rest), BitConverter.ToInt64(rest[8..]), rest[16..]);
                break;
            case 'C':
                if (File.Exists(first)) File.Delete(first);
                break;
            case 'X':
                Directory.CreateDirectory(first);
                break;
            case 'M':
                if (Directory.Exists(first) && !Directory.EnumerateFileSystemEntries(first).Any()) Directory.Delete(first);
                break;
            case 'D':
                Return(Encoding.UTF8.GetString(rest), first);
                break;
            case 'R':
                var to = Text(rest, out var kept);
                if (Directory.Exists(to)) Directory.Move(to, first);
                else if (File.Exists(to)) File.Move(to, first, overwrite: true);
                Return(Encoding.UTF8.GetString(kept), to);
                break;
        }
    }

    private static void Rewrite(string file, long offset, long size, ReadOnlySpan<byte> bytes)
    {
        if (!File.Exists(file)) return;
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write);
        stream.Position = offset;
        stream.Write(bytes);
        stream.SetLength(size);
    }

    private static void Return(string kept, string to)
    {
        if (kept.Length > 0 && File.Exists(kept)) File.Move(kept, to, overwrite: true);
    }

    private static string Text(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> rest)
    {
        var end = bytes.IndexOf((byte)0);
        rest = bytes[(end + 1)..];
        return Encoding.UTF8.GetString(bytes[..end]);
    }

    private static async Task<string> CompileAsync()
    {
        var source = Path.Combine(Built.Root, "tests", "Crash", "Shim", "shim.c");
        var library = Path.Combine(AppContext.BaseDirectory, "shim.so");
        await Built.RunAsync("gcc", ["-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", "-o", library, source, "-lpthread"]);
        return library;
    }
}
