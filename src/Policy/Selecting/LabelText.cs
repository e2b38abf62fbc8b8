using System.Buffers;

namespace Twofold.Policies;

/// <summary>What may be the key or the value of a label.</summary>
internal static class LabelText
{
    private const int Longest = 63;
    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/-");

    /// <summary>What is wrong with it, or null.</summary>
    public static ValueFault? Check(string text) => text.Length is > 0 and <= Longest && !text.AsSpan().ContainsAnyExcept(Allowed)
        ? null
        : new ValueFault("policy/bad-label", $"`{Quote.Short(text)}` is not a label: up to {Longest} letters, digits, dots, hyphens, slashes and underscores");

    /// <summary>Whether a label may hold that character.</summary>
    public static bool Holds(char c) => Allowed.Contains(c);
}
