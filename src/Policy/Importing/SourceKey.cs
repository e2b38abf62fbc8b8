namespace Twofold.Policies;

/// <summary>What JSON has at the end of a path.</summary>
internal enum SourceShape
{
    Nothing,
    Text,
    Number,
    Yes,
    No,
    EmptyList,
    EmptyObject,
}

/// <summary>A key that has no keys below it, with its value.</summary>
/// <param name="Path">Where it stands in its document.</param>
/// <param name="Shape">What the value is.</param>
/// <param name="Text">The text of a text or a number, and else what JSON writes.</param>
/// <param name="Line">The line of the value, from 1.</param>
/// <param name="Column">The column of the value, from 1.</param>
internal sealed record SourceKey(SourcePath Path, SourceShape Shape, string Text, int Line, int Column)
{
    // INVARIANT: all of these say the same: nobody decided anything here.
    private static readonly string[] Undecided = ["", "notConfigured", "deviceDefault"];

    /// <summary>Whether the value says that nobody decided: null, nothing, or the word that the product has for it.</summary>
    public bool IsNotConfigured => Shape switch
    {
        SourceShape.Nothing or SourceShape.EmptyList or SourceShape.EmptyObject => true,
        SourceShape.Text => Undecided.Contains(Text, StringComparer.Ordinal) || Text.EndsWith("_UNSPECIFIED", StringComparison.Ordinal),
        _ => false,
    };
}

/// <summary>The keys of one document, in its order.</summary>
internal sealed class SourceDocument(IReadOnlyList<SourceKey> keys)
{
    private readonly Dictionary<string, SourceKey> byPath = keys.ToDictionary(k => k.Path.Text, StringComparer.Ordinal);

    public IReadOnlyList<SourceKey> Keys => keys;

    public SourceKey? Find(string path) => byPath.GetValueOrDefault(path);

    /// <summary>The key of that name in the same object.</summary>
    public SourceKey? Beside(SourceKey key, string name) => Find(key.Path.Parent + name);

    /// <summary>The first names of all paths, each once.</summary>
    public IEnumerable<string> Roots => keys.Select(k => k.Path.Root).Distinct(StringComparer.Ordinal);
}
