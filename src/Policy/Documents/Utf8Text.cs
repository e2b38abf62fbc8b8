using System.Text;
using System.Text.Unicode;

namespace Twofold.Policies;

/// <summary>Turns bytes into text, or says where they stop being UTF-8. A byte order mark of UTF-8 is left out.</summary>
internal static class Utf8Text
{
    /// <summary>The bytes behind the mark, if there is one.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;

    /// <summary>Whether the bytes are UTF-8; a problem at the first that is not.</summary>
    public static bool IsValid(ReadOnlySpan<byte> untrustedBytes, string code, FileProblems problems)
    {
        if (untrustedBytes.StartsWith(Encoding.Unicode.Preamble) || untrustedBytes.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            problems.Add(code, 1, 1, "this is UTF-16: save it as UTF-8");
            return false;
        }

        if (Utf8.IsValid(untrustedBytes)) return true;
        var wrong = FirstWrong(untrustedBytes);
        var place = new TextPlaces().At(untrustedBytes, wrong);
        problems.Add(code, place.Line, place.Column, $"the byte `0x{untrustedBytes[wrong]:X2}` is not UTF-8: save the file as UTF-8");
        return false;
    }

    private static int FirstWrong(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == System.Buffers.OperationStatus.Done) at += length;
        return at;
    }
}

/// <summary>
/// Lines and columns of offsets into UTF-8, both from 1, a column for each UTF-16 unit. Offsets are asked for in rising order, so that all
/// of them together cost one walk over the text.
/// </summary>
internal sealed class TextPlaces
{
    private int offset;
    private int line = 1;
    private int column = 1;

    public (int Line, int Column) At(ReadOnlySpan<byte> utf8, int wanted)
    {
        for (var walked = utf8[offset..wanted]; walked.Length > 0; walked = utf8[offset..wanted])
        {
            var end = walked.IndexOf((byte)'\n');
            offset += end < 0 ? walked.Length : end + 1;
            (line, column) = end < 0 ? (line, column + Encoding.UTF8.GetCharCount(walked)) : (line + 1, 1);
        }

        return (line, column);
    }
}
