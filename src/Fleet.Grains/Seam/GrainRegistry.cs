using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Twofold.Fleet;

/// <summary>Maps each kind's name to its closed types and JSON contracts.</summary>
public sealed class GrainRegistry(IEnumerable<IGrainKind> kinds)
{
    private readonly FrozenDictionary<string, IGrainKind> _kinds = kinds.ToFrozenDictionary(k => k.Name, StringComparer.Ordinal);

    /// <summary>All kinds.</summary>
    public IReadOnlyCollection<IGrainKind> All => _kinds.Values;

    /// <summary>The kinds whose key is the name of a person.</summary>
    public ImmutableArray<IGrainKind> WithPersonKeys { get; } = [.. kinds.Where(k => k.KeyIsPerson)];

    /// <summary>The kind with this name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public IGrainKind Kind(string name) =>
        _kinds.TryGetValue(name, out var kind) ? kind : throw new KeyNotFoundException($"there is no grain kind `{name}`");
}
