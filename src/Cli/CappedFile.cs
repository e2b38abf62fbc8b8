namespace Twofold.Cli;

/// <summary>Reads files that somebody else wrote.</summary>
static class CappedFile
{
    /// <summary>The bytes of a file; of one that is too large, one byte more than the limit, so that its reader can say so.</summary>
    public static ReadOnlyMemory<byte> Read(string path, int most)
    {
        using var file = File.OpenRead(path);
        var bytes = new byte[Math.Min(most, file.Length) + 1];
        return bytes.AsMemory(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
    }
}
