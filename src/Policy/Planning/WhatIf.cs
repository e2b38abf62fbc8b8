using System.Collections.Concurrent;

namespace Twofold.Policies;

/// <summary>
/// Who would comply otherwise under another policy set, by what was read back last: nothing is asked of anyone and nothing is pushed. Phones
/// that the same policies bind share their merges. INVARIANT: every verdict is <see cref="ComplianceCheck"/>'s, for one phone and for a million.
/// </summary>
/// <param name="current">The set in force.</param>
/// <param name="next">The set that is thought of.</param>
public sealed class WhatIf(PolicySet current, PolicySet next)
{
    private readonly ConcurrentDictionary<string, PhoneDocuments> merged = new(StringComparer.Ordinal);

    /// <summary>What a phone has to obey, and what it would have to.</summary>
    public PhoneDocuments DocumentsOf(PhoneFacts phone) => merged.GetOrAdd(PlanClasses.KeyOf(current, next, phone), _ => Merge(phone));

    /// <summary>The VMs of a phone of which something would stand otherwise; those that are not here stand as before.</summary>
    public IReadOnlyList<VmTurn> Of(PhoneFacts phone, ObservedPhone observed) => DocumentsOf(phone).Turns(observed);

    private PhoneDocuments Merge(PhoneFacts phone) =>
        new(Pair(phone, PolicyScope.Phone), [.. phone.Slots.Order(StringComparer.Ordinal).Select(slot => Pair(phone, PolicyScope.Vm(slot)))]);

    private DocumentPair Pair(PhoneFacts phone, PolicyScope scope) =>
        new(EffectivePolicy.Of(current, phone, scope).ToPayload(), EffectivePolicy.Of(next, phone, scope).ToPayload());
}
