namespace Twofold.Policies;

/// <summary>Lists of words in sentences.</summary>
internal static class Words
{
    /// <summary>The words quoted and joined with "or" before the last.</summary>
    public static string Or(IEnumerable<string> words) => Join(words.Select(w => $"`{w}`"), "or");

    /// <summary>The phrases joined with "and" before the last.</summary>
    public static string And(IEnumerable<string> phrases) => Join(phrases, "and");

    private static string Join(IEnumerable<string> words, string last)
    {
        string[] all = [.. words];
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} {last} {all[^1]}";
    }
}
