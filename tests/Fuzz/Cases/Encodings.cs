using System.Text;

namespace Twofold.Fuzz.Tests.Cases;

/// <summary>Sound documents in other bytes than UTF-8, or in bytes that only look like it.</summary>
internal static class Encodings
{
    private static readonly byte[][] NotUtf8 =
    [
        [0xE4], [0x80], [0x93, 0x94], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xED, 0xB0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xFE], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98],
        [0xEF, 0xBB, 0xBF], [0x00], [0x1B], [0x7F], [0xC2, 0x85], [0xE2, 0x80, 0xA8],
    ];

    public static byte[] Make(FuzzReader reader, Random lot)
    {
        var bytes = FuzzSeeds.Draw(reader, lot);
        var text = Encoding.UTF8.GetString(bytes);
        return lot.Next(7) switch
        {
            0 => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
            1 => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)],
            2 => Encoding.Unicode.GetBytes(text),
            3 => Encoding.UTF32.GetBytes(text),
            4 => [.. Encoding.UTF8.Preamble, .. bytes],
            5 => Encoding.Latin1.GetBytes(text.Replace("e", lot.Next(2) == 0 ? "é" : "ß", StringComparison.Ordinal)),
            _ => With(bytes, NotUtf8[lot.Next(NotUtf8.Length)], lot.Next(bytes.Length)),
        };
    }

    private static byte[] With(byte[] bytes, byte[] odd, int at) => [.. bytes.AsSpan(0, at), .. odd, .. bytes.AsSpan(at)];
}
