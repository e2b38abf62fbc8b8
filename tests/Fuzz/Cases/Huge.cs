namespace Twofold.Fuzz.Tests.Cases;

/// <summary>Files far beyond every limit.</summary>
internal static class Huge
{
    /// <summary>50 MiB.</summary>
    public const int Bytes = 50 * 1024 * 1024;

    /// <summary>One sound document after the other, noise, or nothing but an opening bracket.</summary>
    public static byte[] Make(FuzzReader reader, Random lot)
    {
        var bytes = new byte[Bytes];
        switch (lot.Next(3))
        {
            case 0: lot.NextBytes(bytes); break;
            case 1: bytes.AsSpan().Fill((byte)'['); break;
            default: Repeat(FuzzSeeds.Draw(reader, lot), bytes); break;
        }

        return bytes;
    }

    private static void Repeat(byte[] document, byte[] bytes)
    {
        for (var at = 0; at < bytes.Length; at += document.Length)
            document.AsSpan(0, Math.Min(document.Length, bytes.Length - at)).CopyTo(bytes.AsSpan(at));
    }
}
