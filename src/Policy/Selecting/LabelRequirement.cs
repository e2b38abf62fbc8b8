using System.Collections.Immutable;

namespace Twofold.Policies;

/// <summary>What a selector asks of one label, in the words of Kubernetes.</summary>
public enum LabelOperator
{
    /// <summary>The label has one of the values.</summary>
    In,

    /// <summary>The label is absent or has none of the values.</summary>
    NotIn,

    /// <summary>The label is there, with any value.</summary>
    Exists,

    /// <summary>The label is absent.</summary>
    DoesNotExist,
}

/// <summary>One condition of a selector.</summary>
/// <param name="Values">Sorted, each once; empty where only presence counts.</param>
public sealed record LabelRequirement(string Key, LabelOperator Operator, ImmutableSortedSet<string> Values)
{
    /// <summary>Whether a phone with these labels meets it.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        var isThere = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            LabelOperator.In => isThere && Values.Contains(value!),
            LabelOperator.NotIn => !isThere || !Values.Contains(value!),
            LabelOperator.Exists => isThere,
            _ => !isThere,
        };
    }

    /// <summary>In the grammar that <see cref="LabelSelector.Parse"/> reads; equal conditions have equal texts.</summary>
    public override string ToString() => (Operator, Values.Count) switch
    {
        (LabelOperator.In, 1) => $"{Key}={Values[0]}",
        (LabelOperator.NotIn, 1) => $"{Key}!={Values[0]}",
        (LabelOperator.In, _) => $"{Key} in ({string.Join(',', Values)})",
        (LabelOperator.NotIn, _) => $"{Key} notin ({string.Join(',', Values)})",
        (LabelOperator.Exists, _) => Key,
        _ => $"!{Key}",
    };

    /// <inheritdoc/>
    public bool Equals(LabelRequirement? other) =>
        other is not null && Key == other.Key && Operator == other.Operator && Values.SetEquals(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Key, Operator, Values.Count);
}
