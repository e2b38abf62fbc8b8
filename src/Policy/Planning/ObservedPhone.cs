using System.Collections.Frozen;

namespace Twofold.Policies;

/// <summary>What was read back from a phone last.</summary>
/// <param name="Phone">Of the phone itself, by key of the setting.</param>
/// <param name="Vms">Of each managed VM that was reported, by slot.</param>
public sealed record ObservedPhone(
    IReadOnlyDictionary<string, ObservedValue> Phone, IReadOnlyDictionary<string, IReadOnlyDictionary<string, ObservedValue>> Vms)
{
    private static readonly IReadOnlyDictionary<string, ObservedValue> Unseen = new Dictionary<string, ObservedValue>(StringComparer.Ordinal);

    /// <summary>Rules that are broken and whose days are over, by slot and setting.</summary>
    public IReadOnlySet<(string Slot, string Setting)> Overdue { get; init; } = FrozenSet<(string, string)>.Empty;

    /// <summary>What was read back in a scope; nothing where it was never reported.</summary>
    public IReadOnlyDictionary<string, ObservedValue> In(PolicyScope scope) => scope.Slot is { } slot ? Vms.GetValueOrDefault(slot, Unseen) : Phone;
}
