using System.Collections.Frozen;

namespace Twofold.Policies;

/// <summary>What becomes of one key, or of all keys that begin alike.</summary>
/// <param name="Pattern">A path without the places of lists, for example <c>applications[].packageName</c>; a <c>*</c> at the end stands for any rest.</param>
/// <param name="Judge">What the key's value means, in the light of the document.</param>
internal sealed record ImportRow(string Pattern, Func<SourceKey, SourceDocument, Judgement> Judge);

/// <summary>All rows for one kind of document.</summary>
/// <param name="kind">The kind, in words.</param>
/// <param name="rows">The rows; where two fit, the exact one, then the first.</param>
internal sealed class ImportTable(string kind, params IReadOnlyList<ImportRow> rows)
{
    /// <summary>What a key that names the policy is mapped to.</summary>
    public const string PolicyName = "metadata.name";

    private readonly FrozenDictionary<string, ImportRow> exact =
        rows.Where(r => !r.Pattern.EndsWith('*')).ToFrozenDictionary(r => r.Pattern, StringComparer.Ordinal);

    private readonly ImportRow[] beginnings = [.. rows.Where(r => r.Pattern.EndsWith('*'))];

    public string Kind => kind;

    /// <summary>
    /// Settings whose keys are parts of one list, so that they are gathered and not joined: each application that is listed adds to what
    /// is allowed.
    /// </summary>
    public IReadOnlyList<string> Gathers { get; init; } = [];

    /// <summary>The names that a document of this kind may have at its top.</summary>
    public FrozenSet<string> Roots { get; } = rows.Select(r => r.Pattern.Split('.', '[', '*')[0]).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What becomes of a key.</summary>
    public Judgement Judge(SourceKey key, SourceDocument document)
    {
        if (key.IsNotConfigured) return Judgement.NotConfigured;
        return Find(key.Path.Pattern) is { } row ? row.Judge(key, document).InCatalogue() : Judgement.Unsupported("the importer does not know this key");
    }

    private ImportRow? Find(string pattern) => exact.GetValueOrDefault(pattern)
        ?? Array.Find(beginnings, r => pattern.AsSpan().StartsWith(r.Pattern.AsSpan(0, r.Pattern.Length - 1), StringComparison.Ordinal));
}
