using System.Collections.Immutable;

namespace Twofold.Policies;

/// <summary>
/// Values of settings by key, as canonical text. <see cref="Join"/> makes them a semilattice: commutative, associative, idempotent,
/// and never looser than either side, so that the result of a merge does not depend on its order.
/// </summary>
public sealed class SettingValues : IEquatable<SettingValues>
{
    private SettingValues(ImmutableSortedDictionary<string, string> byKey) => ByKey = byKey;

    /// <summary>No values.</summary>
    public static SettingValues Empty { get; } = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>The canonical texts, sorted by key.</summary>
    public ImmutableSortedDictionary<string, string> ByKey { get; }

    /// <summary>What one policy says.</summary>
    public static SettingValues Of(IEnumerable<PolicyStatement> statements) =>
        statements.Aggregate(Empty, (values, statement) => values.With(statement.Setting, statement.Text));

    /// <summary>These values and one more, joined with what is there already.</summary>
    public SettingValues With(Setting setting, string canonicalText) => new(ByKey.SetItem(
        setting.Key, ByKey.TryGetValue(setting.Key, out var there) ? setting.JoinText(there, canonicalText) : canonicalText));

    /// <summary>What satisfies both: each setting that either side names, at the join of what they say.</summary>
    public SettingValues Join(SettingValues other) => SettingCatalogue.All
        .Where(s => other.ByKey.ContainsKey(s.Key))
        .Aggregate(this, (values, setting) => values.With(setting, other.ByKey[setting.Key]));

    /// <inheritdoc/>
    public bool Equals(SettingValues? other) => other is not null && ByKey.SequenceEqual(other.ByKey);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SettingValues);

    /// <inheritdoc/>
    public override int GetHashCode() => ByKey.Aggregate(0, (hash, entry) => HashCode.Combine(hash, entry.Key, entry.Value));

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", ByKey.Select(v => $"{v.Key} = {v.Value}"));
}
