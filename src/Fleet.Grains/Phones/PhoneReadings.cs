using System.Collections.Frozen;
using System.Collections.Immutable;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Fleet.Phones;

/// <summary>A phone as policy looks at it.</summary>
public static class PhoneReadings
{
    /// <summary>What decides about the policies of a phone. A personal VM is no managed slot.</summary>
    public static PhoneFacts FactsOf(PhoneView phone) =>
        new(phone.PhoneId, phone.Labels) { Slots = [.. phone.Slots.Where(s => s.Owner == VmOwner.Organisation).Select(s => s.Slot)] };

    /// <summary>What was read back of a phone last; nothing where it never reported.</summary>
    public static ObservedPhone ObservedOf(PhoneView phone) => new(
        Values(phone.Report?.Flows),
        (phone.Report?.Work ?? []).ToDictionary(w => w.Slot, w => Values(w.Settings), StringComparer.Ordinal))
    {
        Overdue = phone.Escalating.Where(r => r.IsOverdue).Select(r => (r.Slot, r.Setting)).ToFrozenSet(),
    };

    private static IReadOnlyDictionary<string, ObservedValue> Values(ImmutableSortedDictionary<string, ObservedSetting>? settings) =>
        (settings ?? ImmutableSortedDictionary<string, ObservedSetting>.Empty)
        .ToImmutableSortedDictionary(s => s.Key, s => new ObservedValue(s.Value.Text, s.Value.Claimed), StringComparer.Ordinal);
}
