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

    // € ‚ „ … † ‰ Š Œ Ž ‘ ’ “ ” • – — ™ š œ ž Ÿ § © ° Ä Ö Ü ß é
    private static readonly byte[] OfWindows =
    [
        0x80, 0x82, 0x84, 0x85, 0x86, 0x89, 0x8A, 0x8C, 0x8E, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99, 0x9A, 0x9C, 0x9E, 0x9F, 0xA7, 0xA9, 0xB0, 0xC4, 0xD6, 0xDC, 0xDF, 0xE9,
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

    /// <summary>As an editor of another decade saves it: quotes, dashes and letters that are one byte each there, and none of them UTF-8.</summary>
    public static byte[] Windows1252(FuzzReader reader, Random lot)
    {
        var bytes = FuzzSeeds.Draw(reader, lot);
        for (var left = 1 + lot.Next(4); left > 0; left--) bytes = With(bytes, [OfWindows[lot.Next(OfWindows.Length)]], lot.Next(bytes.Length));
        return bytes;
    }

    private static byte[] With(byte[] bytes, byte[] odd, int at) => [.. bytes.AsSpan(0, at), .. odd, .. bytes.AsSpan(at)];
}
