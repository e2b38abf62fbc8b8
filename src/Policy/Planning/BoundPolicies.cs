namespace Twofold.Policies;

/// <summary>The policies of a set that bind a phone, found once for all of its scopes.</summary>
internal sealed class BoundPolicies
{
    private readonly PolicySet set;
    private readonly HashSet<PolicyDocument> bound;

    private BoundPolicies(PolicySet set, HashSet<PolicyDocument> bound, string key) => (this.set, this.bound, Key) = (set, bound, key);

    /// <summary>Equal for phones that the same policies of the set bind: one character for each policy.</summary>
    public string Key { get; }

    /// <summary>Finds them.</summary>
    public static BoundPolicies Of(PolicySet set, PhoneFacts phone)
    {
        var policies = new HashSet<PolicyDocument>(ReferenceEqualityComparer.Instance);
        var key = new char[set.Policies.Count];
        for (var n = 0; n < key.Length; n++)
        {
            var binds = set.Policies[n].Matches(phone);
            key[n] = binds ? '1' : '0';
            if (binds) policies.Add(set.Policies[n]);
        }

        return new(set, policies, new string(key));
    }

    /// <summary>What they come to in a scope.</summary>
    public EffectivePolicy Effective(PolicyScope scope) => EffectivePolicy.Of(set, bound.Contains, scope);
}
