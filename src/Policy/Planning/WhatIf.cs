using System.Collections.Concurrent;

namespace Twofold.Policies;

/// <summary>
/// Who would comply otherwise under another policy set, by what was read back last: nothing is asked of anyone and nothing is pushed. Phones
/// that the same policies bind share their merges. Days that a set gives to mend something count as if they began now, but for rules whose
/// days are over already: those stay without. INVARIANT: every verdict is <see cref="ComplianceCheck"/>'s in <see cref="Grace"/>, for one
/// phone and for a million.
/// </summary>
/// <param name="current">The set in force.</param>
/// <param name="next">The set that is thought of.</param>
public sealed class WhatIf(PolicySet current, PolicySet next)
{
    private readonly ConcurrentDictionary<string, PhoneDocuments> merged = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PolicyPayload> written = new(StringComparer.Ordinal);

    /// <summary>What a phone has to obey, and what it would have to.</summary>
    public PhoneDocuments DocumentsOf(PhoneFacts phone)
    {
        var (now, then) = (BoundPolicies.Of(current, phone), BoundPolicies.Of(next, phone));
        string[] slots = [.. phone.Slots.Order(StringComparer.Ordinal)];
        return merged.GetOrAdd(
            $"{now.Key}|{then.Key}|{string.Join(',', slots)}",
            _ => new(Pair(now, then, PolicyScope.Phone), [.. slots.Select(slot => Pair(now, then, PolicyScope.Vm(slot)))]));
    }

    /// <summary>The VMs of a phone of which something would stand otherwise; those that are not here stand as before.</summary>
    public IReadOnlyList<VmTurn> Of(PhoneFacts phone, ObservedPhone observed) => DocumentsOf(phone).Turns(observed);

    private DocumentPair Pair(BoundPolicies now, BoundPolicies then, PolicyScope scope) => new(Written(now.Effective(scope)), Written(then.Effective(scope)));

    // Most phones differ in policies that come to the same: what says the same is written once. Lengths keep the texts apart.
    private PolicyPayload Written(EffectivePolicy policy) =>
        written.GetOrAdd($"{policy.Scope} {string.Concat(policy.Values.Select(v => $"{v.Text.Length}:{v.Text}"))}", _ => policy.ToPayload());
}
