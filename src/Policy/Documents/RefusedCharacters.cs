using System.Buffers;
using System.Text.RegularExpressions;

namespace Twofold.Policies;

/// <summary>
/// Refuses characters that no editor shows, before the parser sees them. It takes U+0000 for the end of the text, so a policy could
/// lose its last part and nobody would notice; and it reports a tab that indents at the start of the file.
/// </summary>
internal static partial class RefusedCharacters
{
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0xa0).Select(c => (char)c).Where(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r'))]);

    /// <summary>Whether the text has neither; the first of each is a problem.</summary>
    public static bool AreAbsent(string untrustedText, FileProblems problems)
    {
        var control = untrustedText.AsSpan().IndexOfAny(Controls);
        if (control >= 0)
            Add(problems, untrustedText, control, "policy/control-character", $"the control character `U+{(int)untrustedText[control]:X4}` is refused");
        var tab = IndentingTab(untrustedText);
        if (tab >= 0) Add(problems, untrustedText, tab, "policy/tab", "a tab indents this line: use spaces");
        return control < 0 && tab < 0;
    }

    // Most texts hold no tab at all, which is seen without looking at each line.
    private static int IndentingTab(string text) =>
        text.Contains('\t') && TabIndent().Match(text) is { Success: true } found ? text.IndexOf('\t', found.Index) : -1;

    private static void Add(FileProblems problems, string text, int at, string code, string message)
    {
        var before = text.AsSpan(0, at);
        problems.Add(code, before.Count('\n') + 1, at - before.LastIndexOf('\n'), message);
    }

    [GeneratedRegex(@"^ *\t[ \t]*[^ \t\r\n]", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex TabIndent();
}
