using System.Text.RegularExpressions;

namespace Twofold.Policies;

/// <summary>Makes a name for a policy out of what people call theirs.</summary>
internal static partial class ImportName
{
    private const int Longest = 63;

    /// <summary>The name when the source has none that can be used.</summary>
    public const string Fallback = "imported";

    /// <summary>Lower-case letters, digits and hyphens, a letter first; null when nothing is left.</summary>
    public static string? Of(string untrustedText)
    {
        var words = Gaps().Replace(untrustedText[..Math.Min(untrustedText.Length, 4 * Longest)].ToLowerInvariant(), "-").TrimStart([.. "-0123456789"]);
        var name = words[..Math.Min(words.Length, Longest)].TrimEnd('-');
        return name.Length == 0 ? null : name;
    }

    /// <summary>The name, or the first with a number behind it that nobody has taken.</summary>
    public static string Free(string name, IReadOnlySet<string> taken)
    {
        var free = name;
        for (var number = 2; taken.Contains(free); number++)
        {
            var tail = $"-{number}";
            free = name[..Math.Min(name.Length, Longest - tail.Length)] + tail;
        }

        return free;
    }

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Gaps();
}
