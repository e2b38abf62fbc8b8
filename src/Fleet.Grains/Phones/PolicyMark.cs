using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Twofold.Fleet.Leases;
using Twofold.Protocol;

namespace Twofold.Fleet.Phones;

/// <summary>
/// One short text for what decides about the policies of a phone and what it was given last. Phones with the same mark need the same, so
/// whoever has seen one of them served need not ask the others. It is 128 bits of a digest, so that nobody who chooses labels finds two sets of them
/// with one mark. INVARIANT: whatever the composer reads of a phone is in it, but for who the phone is.
/// </summary>
public static class PolicyMark
{
    private const int Bytes = 16;

    /// <summary>The mark of a phone as readers see it; the index has the same in the column <c>policy_mark</c>.</summary>
    public static string Of(PhoneView phone) => Of(
        phone.Labels, phone.Slots, phone.PolicyRevision, phone.Desired.PhonePolicy, phone.Desired.Vms.Select(v => (v.Slot, v.Policy)), phone.Leases);

    internal static string Of(PhoneState state) => Of(
        state.Enrolment.Labels, state.Enrolment.Slots, state.PolicyRevision, state.PhonePolicy,
        state.Vms.Keys.Select(slot => (slot, state.VmPolicies.GetValueOrDefault(slot))), PhoneLeases.Terms(state));

    private static string Of(
        ImmutableSortedDictionary<string, string> labels, ImmutableArray<SlotDeclaration> slots, long revision, string? phonePolicy,
        IEnumerable<(string Slot, string? Policy)> vms, ImmutableSortedDictionary<string, LeaseTerms> leases)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in labels) text.Append(name).Append('=').Append(value).Append('\n');
        foreach (var slot in slots) text.Append('/').Append(slot.Slot).Append(' ').Append((int)slot.Owner);
        text.Append('\n').Append(revision).Append(' ').Append(phonePolicy);
        foreach (var (slot, policy) in vms) text.Append('/').Append(slot).Append(' ').Append(policy);
        text.Append('\n');
        foreach (var (slot, terms) in leases)
            text.Append('/').Append(slot).Append(' ').Append(terms.OfflineLock.Ticks).Append(' ').Append(terms.OfflineWipe.Ticks).Append(' ').Append(terms.OfflineBoots);
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, Bytes));
    }
}
