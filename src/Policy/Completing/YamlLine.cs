namespace Twofold.Policies;

/// <summary>One line of YAML in block style: the dashes it begins with, and its key.</summary>
/// <param name="Dashes">The columns of dashes that begin items, from 0.</param>
/// <param name="Content">The offset of what follows them.</param>
/// <param name="Column">Its column, from 0.</param>
/// <param name="Key">The key, or null.</param>
/// <param name="Value">What follows the key and a space, without the comment; null where there is no key, or no space yet.</param>
/// <param name="ValueStart">The offset of the value.</param>
internal sealed record YamlLine(IReadOnlyList<int> Dashes, int Content, int Column, string? Key, string? Value, int ValueStart)
{
    /// <summary>The column at which the line begins.</summary>
    public int Leftmost => Dashes.Count > 0 ? Dashes[0] : Column;

    /// <summary>The bounds of the document that an offset stands in: from behind the line <c>---</c> above it to the one below.</summary>
    public static (int Start, int Stop) Document(string text, int caret)
    {
        var above = text.LastIndexOf("\n---", Math.Max(caret - 1, 0), StringComparison.Ordinal);
        var below = text.IndexOf("\n---", caret, StringComparison.Ordinal);
        return (above < 0 ? 0 : above + 1, below < 0 ? text.Length : below + 1);
    }

    /// <summary>The lines that say something.</summary>
    public static IEnumerable<YamlLine> All(string text, int start, int stop)
    {
        for (var at = start; at < stop; at = End(text, at))
        {
            var line = Read(text, at, Math.Min(LineEnd(text, at), stop));
            if (line.Content < LineEnd(text, at) && text[line.Content] is not ('#' or '\r') && !text.AsSpan(at).StartsWith("---")) yield return line;
        }
    }

    /// <summary>Where the next line begins.</summary>
    public static int End(string text, int at) => Math.Min(LineEnd(text, at) + 1, text.Length);

    /// <summary>Reads one line, or its part up to <paramref name="end"/>.</summary>
    public static YamlLine Read(string text, int start, int end)
    {
        var at = SkipSpace(text, start, end);
        var dashes = new List<int>();
        while (at + 1 < end && text[at] == '-' && text[at + 1] == ' ')
        {
            dashes.Add(at - start);
            at = SkipSpace(text, at + 1, end);
        }

        var colon = text.AsSpan(at, end - at).IndexOf(':');
        var key = colon > 0 ? text.Substring(at, colon).Trim('\'', '"') : null;
        var value = at + colon + 1;
        var isSaid = key is not null && value < end && text[value] == ' ';
        return new(dashes, at, at - start, key, isSaid ? Plain(text[value..end]) : null, isSaid ? SkipSpace(text, value, end) : end);
    }

    private static string Plain(string value)
    {
        var comment = value.IndexOf(" #", StringComparison.Ordinal);
        return (comment < 0 ? value : value[..comment]).Trim();
    }

    private static int LineEnd(string text, int at) => text.IndexOf('\n', at) is var end and >= 0 ? end : text.Length;

    private static int SkipSpace(string text, int at, int end)
    {
        while (at < end && text[at] == ' ') at++;
        return at;
    }
}
