using System.Collections.Immutable;

namespace Twofold.Policies;

/// <summary>Items of a setting, or every item there is.</summary>
/// <param name="Items">By ordinal; null for every item.</param>
public sealed record ItemSet(ImmutableSortedSet<string>? Items)
{
    /// <summary>Every item there is.</summary>
    public static ItemSet Everything { get; } = new(Items: null);

    /// <summary>No item.</summary>
    public static ItemSet Nothing { get; } = new(ImmutableSortedSet.Create<string>(StringComparer.Ordinal));

    /// <summary>What is in both.</summary>
    public ItemSet Intersect(ItemSet other) => (Items, other.Items) switch
    {
        (null, _) => other,
        (_, null) => this,
        var (one, another) => new(one.Intersect(another)),
    };

    /// <summary>What is in either.</summary>
    public ItemSet Union(ItemSet other) =>
        Items is null || other.Items is null ? Everything : new(Items.Union(other.Items));

    /// <inheritdoc/>
    public bool Equals(ItemSet? other) =>
        other is not null && (Items is null ? other.Items is null : other.Items is not null && Items.SetEquals(other.Items));

    /// <inheritdoc/>
    public override int GetHashCode() => Items?.Count ?? -1;
}
