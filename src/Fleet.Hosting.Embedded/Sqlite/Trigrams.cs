using System.Collections.Immutable;

namespace Twofold.Fleet.Embedded;

/// <summary>
/// What the text index is asked for. It knows which rows have which three letters in a row; whether the words themselves are there, the
/// rows say.
/// </summary>
internal static class Trigrams
{
    private const int Length = 3;

    // The more are asked for, the fewer rows are left; beyond these it is few enough.
    private const int Most = 24;

    /// <summary>The rows that have all trigrams of the words, as the index wants it written; null when the words are all shorter.</summary>
    public static string? Of(ImmutableArray<string> words)
    {
        var trigrams = words.SelectMany(Of).Distinct().Take(Most).ToList();
        return trigrams.Count == 0 ? null : string.Join(" AND ", trigrams.Select(t => $"\"{t.Replace("\"", "\"\"")}\""));
    }

    private static IEnumerable<string> Of(string word)
    {
        var letters = word.EnumerateRunes().Select(r => r.ToString()).ToArray();
        for (var n = 0; n + Length <= letters.Length; n++) yield return string.Concat(letters[n..(n + Length)]);
    }
}
