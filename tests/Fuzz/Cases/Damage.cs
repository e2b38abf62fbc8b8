using System.Text;

namespace Twofold.Fuzz.Tests.Cases;

/// <summary>Sound documents with something done to them.</summary>
internal static class Damage
{
    private static readonly string[] Odd =
    [
        "", "null", "~", "true", "\"\"", "\"notConfigured\"", "-1", "0", "1e999", "99999999999999999999", "0.1", "1_000", "0x10", "[]", "{}", "[[]]", "{\"a\":{}}", "[null]",
        "\"\\ud800\"", "\"\\u0000\"", "'", "\"", "*x", "&x 1", "!!binary aGk=", "|", ">+", "- a", "a: b", "9999999d", "lock 0d", "any", "none", "never", "all", ",,,", "a,b",
        "\"com.example.a b\"", "\u202e", "ÄÖ", "mon-sun 00:00-24:00",
    ];

    public static byte[] Truncate(FuzzReader reader, Random lot)
    {
        var bytes = FuzzSeeds.Draw(reader, lot);
        return bytes[lot.Next(4) == 0 ? lot.Next(bytes.Length).. : ..lot.Next(bytes.Length)];
    }

    public static byte[] Mutate(FuzzReader reader, Random lot)
    {
        List<byte> bytes = [.. FuzzSeeds.Draw(reader, lot)];
        for (var left = 1 + lot.Next(8); left > 0 && bytes.Count > 0; left--) Edit(bytes, lot);
        return [.. bytes];
    }

    public static byte[] Splice(FuzzReader reader, Random lot)
    {
        var (one, other) = (FuzzSeeds.Draw(reader, lot), FuzzSeeds.Draw(lot.Next(8) == 0 ? (FuzzReader)lot.Next(3) : reader, lot));
        return [.. one.AsSpan(0, lot.Next(one.Length)), .. other.AsSpan(lot.Next(other.Length))];
    }

    /// <summary>What stands behind a colon becomes something else.</summary>
    public static byte[] OddValue(FuzzReader reader, Random lot)
    {
        var bytes = FuzzSeeds.Draw(reader, lot);
        var start = Math.Max(0, Array.IndexOf(bytes, (byte)':', lot.Next(bytes.Length))) + 1;
        var length = Math.Max(0, bytes.AsSpan(start).IndexOfAny((byte)',', (byte)'\n'));
        var odd = lot.Next(20) == 0 ? new string('9', lot.Next(5_000)) : Odd[lot.Next(Odd.Length)];
        return [.. bytes.AsSpan(0, start), (byte)' ', .. Encoding.UTF8.GetBytes(odd), .. bytes.AsSpan(start + length)];
    }

    /// <summary>A line stands twice, and so do the keys on it.</summary>
    public static byte[] Duplicate(FuzzReader reader, Random lot)
    {
        var lines = Encoding.UTF8.GetString(FuzzSeeds.Draw(reader, lot)).Split('\n').ToList();
        var line = lot.Next(lines.Count);
        for (var copies = 1 + lot.Next(3); copies > 0; copies--) lines.Insert(lot.Next(2) == 0 ? line : lot.Next(lines.Count + 1), lines[line]);
        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    private static void Edit(List<byte> bytes, Random lot)
    {
        var at = lot.Next(bytes.Count);
        switch (lot.Next(5))
        {
            case 0: bytes[at] = (byte)lot.Next(256); break;
            case 1: bytes[at] = (byte)lot.Next(' ', '~'); break;
            case 2: bytes.Insert(at, (byte)"{}[],:\"'\n #&*!|>-?\\0"[lot.Next(20)]); break;
            case 3: bytes.RemoveRange(at, Math.Min(1 + lot.Next(6), bytes.Count - at)); break;
            default: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(lot.Next(40), bytes.Count - at))); break;
        }
    }
}
