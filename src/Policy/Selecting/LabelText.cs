using System.Text.RegularExpressions;

namespace Twofold.Policies;

/// <summary>What may be the key or the value of a label.</summary>
internal static partial class LabelText
{
    /// <summary>What is wrong with it, or null.</summary>
    public static ValueFault? Check(string text) => Pattern().IsMatch(text)
        ? null
        : new ValueFault("policy/bad-label", $"`{Quote.Short(text)}` is not a label: up to 63 letters, digits, dots, hyphens, slashes and underscores");

    /// <summary>Whether a label may hold that character.</summary>
    public static bool Holds(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '/' or '-';

    [GeneratedRegex(@"\A[A-Za-z0-9._/-]{1,63}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
