using System.Collections.Immutable;

namespace Twofold.Policies;

/// <summary>
/// Which phones are meant, by their labels: all conditions must hold, and one without conditions means every phone. The text is Kubernetes'
/// grammar of label selectors: <c>team in (field,sales),site=oslo,!retired</c>.
/// </summary>
public sealed class LabelSelector : IEquatable<LabelSelector>
{
    private readonly string text;

    private LabelSelector(ImmutableArray<LabelRequirement> requirements) =>
        (Requirements, text) = (requirements, string.Join(',', requirements));

    /// <summary>Every phone.</summary>
    public static LabelSelector Everything { get; } = new([]);

    /// <summary>The conditions, each once, in the order of their texts.</summary>
    public ImmutableArray<LabelRequirement> Requirements { get; }

    /// <summary>Whether it means every phone.</summary>
    public bool IsEverything => Requirements.IsEmpty;

    /// <summary>The labels that it asks for, where it asks for nothing but labels with one value each; else null.</summary>
    public ImmutableSortedDictionary<string, string>? AsLabels =>
        Requirements.All(r => r is { Operator: LabelOperator.In, Values.Count: 1 }) && Requirements.DistinctBy(r => r.Key).Count() == Requirements.Length
            ? Requirements.ToImmutableSortedDictionary(r => r.Key, r => r.Values[0], StringComparer.Ordinal)
            : null;

    /// <summary>The selector of these conditions.</summary>
    public static LabelSelector Of(IEnumerable<LabelRequirement> requirements) =>
        new([.. requirements.Distinct().OrderBy(r => r.ToString(), StringComparer.Ordinal)]);

    /// <summary>Reads the grammar; <c>policy/bad-selector</c>, <c>policy/bad-label</c>, <c>policy/empty-selector</c>, <c>policy/selector-too-large</c>.</summary>
    public static Reading<LabelSelector> Parse(string text) => new SelectorParser(text).Read();

    /// <summary>Whether a phone with these labels is meant.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        foreach (var requirement in Requirements)
            if (!requirement.Matches(labels)) return false;
        return true;
    }

    /// <summary>The conditions in the grammar, in one spelling.</summary>
    public override string ToString() => text;

    /// <inheritdoc/>
    public bool Equals(LabelSelector? other) => other is not null && text == other.text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LabelSelector);

    /// <inheritdoc/>
    public override int GetHashCode() => text.GetHashCode(StringComparison.Ordinal);
}
