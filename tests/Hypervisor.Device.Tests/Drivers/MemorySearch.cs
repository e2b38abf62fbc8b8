using System.Globalization;
using System.Runtime.InteropServices;

namespace Twofold.Device.Tests.Drivers;

/// <summary>A secret to search for, kept masked, so that the process that searches does not hold it and can search itself.</summary>
public sealed class MaskedSecret
{
    private const byte Mask = 0xA5;
    private readonly byte[][] pieces;

    private MaskedSecret(byte[] text, byte[] raw) => pieces = [text[..8], text[^8..], raw[..8], raw[^8..]];

    /// <summary>Takes the 64 hex characters from a pipe or file; the buffer that they pass through is zeroed.</summary>
    public static MaskedSecret Read(string path)
    {
        var passing = GC.AllocateArray<byte>(64, pinned: true);
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0)) file.ReadExactly(passing);
        var (text, raw) = (new byte[64], new byte[32]);
        for (var at = 0; at < 64; at++) text[at] = (byte)(passing[at] ^ Mask);
        for (var at = 0; at < 32; at++) raw[at] = (byte)((Digit(passing[2 * at]) << 4 | Digit(passing[2 * at + 1])) ^ Mask);
        Array.Clear(passing);
        return new MaskedSecret(text, raw);
    }

    /// <summary>How often its first or last eight bytes lie in a block, as text or as the bytes that the text spells.</summary>
    public int CountIn(ReadOnlySpan<byte> block)
    {
        Span<ulong> masked = [.. pieces.Select(piece => MemoryMarshal.Read<ulong>(piece))];
        var found = 0;
        for (var at = 0; at + 8 <= block.Length; at++)
            if (masked.Contains(MemoryMarshal.Read<ulong>(block[at..]) ^ 0xA5A5A5A5A5A5A5A5UL)) found++;
        return found;
    }

    private static int Digit(byte letter) => letter <= '9' ? letter - '0' : (letter | 0x20) - 'a' + 10;
}

/// <summary>Looks for a secret in files and in the memory of processes.</summary>
internal static class Search
{
    private const int Block = 1 << 20;
    private const int Overlap = 64;

    /// <summary>Every file beneath a folder, holes included.</summary>
    public static int InFolder(string folder, MaskedSecret secret) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsRegular).Sum(file =>
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            return InStream(open, 0, open.Length, secret);
        });

    /// <summary>All readable memory of a process, and how much of it was read, in bytes.</summary>
    public static (int Found, long Bytes) InProcess(int pid, MaskedSecret secret)
    {
        using var memory = new FileStream($"/proc/{pid}/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        var (found, bytes) = (0, 0L);
        foreach (var (start, end) in Regions(pid))
        {
            try
            {
                found += InStream(memory, start, end, secret);
                bytes += end - start;
            }
            catch (IOException)
            {
                // Mapped, but not readable: a device's window.
            }
        }
        return (found, bytes);
    }

    private static IEnumerable<(long Start, long End)> Regions(int pid) =>
        from line in File.ReadAllLines($"/proc/{pid}/maps")
        let parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        where parts[1].StartsWith("rw", StringComparison.Ordinal) && !line.Contains("[v", StringComparison.Ordinal)
        let range = parts[0].Split('-')
        select (long.Parse(range[0], NumberStyles.HexNumber), long.Parse(range[1], NumberStyles.HexNumber));

    private static int InStream(FileStream stream, long start, long end, MaskedSecret secret)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(Block, pinned: true);
        try
        {
            return InStream(stream, start, end, secret, buffer);
        }
        finally
        {
            // What was found must not stay behind in the process that searched.
            Array.Clear(buffer);
        }
    }

    private static int InStream(FileStream stream, long start, long end, MaskedSecret secret, byte[] buffer)
    {
        var found = 0;
        for (var at = start; at < end; at += Block - Overlap)
        {
            var length = RandomAccess.Read(stream.SafeFileHandle, buffer.AsSpan(0, (int)Math.Min(Block, end - at)), at);
            if (buffer.AsSpan(0, length).ContainsAnyExcept((byte)0)) found += secret.CountIn(buffer.AsSpan(0, length));
        }
        return found;
    }

    private static bool IsRegular(string file) =>
        File.GetAttributes(file) is var attributes && !attributes.HasFlag(FileAttributes.Device) && !Path.GetFileName(file).EndsWith("sock", StringComparison.Ordinal)
        && !Path.GetFileName(file).EndsWith(".ctrl", StringComparison.Ordinal);
}
