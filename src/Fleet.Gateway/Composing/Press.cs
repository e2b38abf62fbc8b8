using System.Collections.Immutable;
using System.Text;
using Twofold.Fleet.Leases;
using Twofold.Fleet.Phones;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway;

/// <summary>
/// One revision of the policy set, pressed into documents: phones with equal labels and slots share a merge, equal documents share a
/// signature. It belongs to one pass or one revision and is used by several phones at once.
/// </summary>
internal sealed class Press(long revision, PolicySet set, OrganisationAuthority authority, IDocumentStore store, GatewayCounters counters)
{
    /// <summary>Merges that are kept; beyond them the kept ones are forgotten and made again.</summary>
    private const int MaxKept = 4096;

    /// <summary>Marks that are remembered; beyond them all are forgotten and their phones asked again, which costs time and nothing else.</summary>
    private const int MaxServed = 65_536;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task<PhoneCommand.SetPolicies>> _kept = new(StringComparer.Ordinal);
    private readonly HashSet<string> _served = new(StringComparer.Ordinal);

    /// <summary>The revision.</summary>
    public long Revision => revision;

    /// <summary>Whether a phone with this <see cref="PolicyMark"/> was seen that has what this revision gives it; then all of them have.</summary>
    public bool Serves(string mark)
    {
        lock (_lock) return _served.Contains(mark);
    }

    /// <summary>A phone with this mark has what this revision gives it.</summary>
    public void NoteServed(string mark)
    {
        lock (_lock)
        {
            if (_served.Count >= MaxServed) _served.Clear();
            _served.Add(mark);
        }
    }

    /// <summary>What the phone has to be told. The documents are stored before this answers.</summary>
    public async Task<PhoneCommand.SetPolicies> PoliciesOfAsync(PhoneView phone, CancellationToken cancel)
    {
        var slots = Managed(phone).Order(StringComparer.Ordinal).ToImmutableArray();
        var key = KeyOf(phone.Labels, slots);
        var made = Kept(key) ?? Keep(key, MakeAsync(new PhoneFacts(phone.PhoneId, phone.Labels) { Slots = slots }, cancel));
        try
        {
            return await made;
        }
        catch
        {
            Forget(key);
            throw;
        }
    }

    // A slot that policy cannot name gets no policy, whoever the phone says owns it.
    private static IEnumerable<string> Managed(PhoneView phone) =>
        phone.Slots.Where(s => s.Owner == VmOwner.Organisation && SlotName.Check(s.Slot) is null).Select(s => s.Slot);

    // Lengths stand before the texts, so that no label can pretend to be two.
    private static string KeyOf(IEnumerable<KeyValuePair<string, string>> labels, IEnumerable<string> slots)
    {
        var key = new StringBuilder();
        foreach (var (name, value) in labels) key.Append(name.Length).Append(':').Append(name).Append(value.Length).Append(':').Append(value);
        foreach (var slot in slots) key.Append('/').Append(slot);
        return key.ToString();
    }

    private Task<PhoneCommand.SetPolicies>? Kept(string key)
    {
        lock (_lock) return _kept.GetValueOrDefault(key);
    }

    private Task<PhoneCommand.SetPolicies> Keep(string key, Task<PhoneCommand.SetPolicies> made)
    {
        lock (_lock)
        {
            if (_kept.Count >= MaxKept) _kept.Clear();
            return _kept[key] = made;
        }
    }

    private void Forget(string key)
    {
        lock (_lock) _kept.Remove(key);
    }

    private async Task<PhoneCommand.SetPolicies> MakeAsync(PhoneFacts facts, CancellationToken cancel)
    {
        var policies = facts.Slots.ToImmutableSortedDictionary(s => s, s => EffectivePolicy.Of(set, facts, PolicyScope.Vm(s)), StringComparer.Ordinal);
        var vms = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (slot, policy) in policies) vms[slot] = await PrintAsync(policy, cancel);
        var phone = await PrintAsync(EffectivePolicy.Of(set, facts, PolicyScope.Phone), cancel);
        return new PhoneCommand.SetPolicies(
            revision, phone, vms.ToImmutable(), policies.ToImmutableSortedDictionary(p => p.Key, p => LeaseOf(p.Value), StringComparer.Ordinal));
    }

    private static LeaseTerms LeaseOf(EffectivePolicy policy) => new(
        policy.Get(LeaseOfflineLock.Instance), policy.Get(LeaseOfflineWipe.Instance), policy.Get(LeaseOfflineBoots.Instance));

    private async Task<string> PrintAsync(EffectivePolicy policy, CancellationToken cancel)
    {
        var payload = policy.ToPayload();
        var kept = await store.GetAsync(payload.Digest, cancel);

        // Also what is kept already: it may have been named by nothing for long, and is about to be named again.
        await store.PutAsync(payload.Digest, kept ?? Sign(payload), cancel);
        return payload.Digest;
    }

    private string Sign(PolicyPayload payload)
    {
        counters.DocumentSigned();
        return authority.Signer.Sign(JwsTypes.Policy, payload.Bytes.Span);
    }
}
