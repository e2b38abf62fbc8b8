namespace Twofold.Policies;

/// <summary>
/// What holds for one scope of one phone: each setting's value, its origins and what it overrode. A default holds only where no
/// policy says anything, so a policy may loosen a default, and no policy can loosen another.
/// </summary>
public sealed class EffectivePolicy
{
    private EffectivePolicy(PolicyScope scope, IReadOnlyList<EffectiveValue> values) => (Scope, Values) = (scope, values);

    /// <summary>Whom it binds.</summary>
    public PolicyScope Scope { get; }

    /// <summary>One value for each setting of the scope, by key.</summary>
    public IReadOnlyList<EffectiveValue> Values { get; }

    /// <summary>Merges what the set says to one scope of a phone.</summary>
    public static EffectivePolicy Of(PolicySet set, PhoneFacts phone, PolicyScope scope) =>
        Of(set, p => p.Matches(phone), scope);

    /// <summary>The effective policies of every scope of a phone.</summary>
    public static IReadOnlyList<EffectivePolicy> AllOf(PolicySet set, PhoneFacts phone) =>
        [.. phone.Scopes.Select(scope => Of(set, phone, scope))];

    /// <summary>The value of a setting.</summary>
    /// <exception cref="KeyNotFoundException">The scope does not carry the setting.</exception>
    public EffectiveValue this[Setting setting] =>
        Values.FirstOrDefault(v => v.Setting == setting) ?? throw new KeyNotFoundException($"`{Scope}` does not carry `{setting.Key}`");

    /// <summary>The typed value of a setting.</summary>
    /// <exception cref="KeyNotFoundException">The scope does not carry the setting.</exception>
    public T Get<T>(Setting<T> setting)
        where T : notnull => setting.Parse(this[setting].Text).Value;

    /// <summary>The reasons, one line for each setting.</summary>
    public IReadOnlyList<string> Explain() => [.. Values.Select(v => v.Explain())];

    /// <summary>The document that the phone gets; equal effective policies give equal bytes.</summary>
    public PolicyPayload ToPayload() =>
        PolicyPayload.Of(Scope, Values.Where(v => !v.Setting.AsksNothing(v.Text)).Select(v => KeyValuePair.Create(v.Setting.Key, v.Text)));

    internal static EffectivePolicy Of(PolicySet set, Func<PolicyDocument, bool> binds, PolicyScope scope) => Of(set.Sayings.To(scope, binds), scope);

    internal static EffectivePolicy Of(IEnumerable<PolicyDocument> matching, PolicyScope scope) => Of(new Sayings(matching).To(scope, _ => true), scope);

    private static EffectivePolicy Of(IReadOnlyList<Contribution>?[] asked, PolicyScope scope)
    {
        var settings = SettingCatalogue.Of(scope);
        var values = new EffectiveValue[asked.Length];
        for (var place = 0; place < values.Length; place++)
            values[place] = EffectiveValue.Merge(settings[place], asked[place] ?? []);
        return new(scope, LockBeforeWipe(values));
    }

    // INVARIANT: an effective lease never wipes before it locks.
    private static IReadOnlyList<EffectiveValue> LockBeforeWipe(IReadOnlyList<EffectiveValue> values)
    {
        var locks = values.FirstOrDefault(v => v.Setting == LeaseOfflineLock.Instance);
        var wipe = values.FirstOrDefault(v => v.Setting == LeaseOfflineWipe.Instance);
        if (locks is null || wipe is null || !LeaseOrder.IsShorter(wipe.Text, locks.Text)) return values;
        var earlier = new EffectiveValue(locks.Setting, wipe.Text, wipe.Origins, LosersOf(locks));
        return [.. values.Select(v => v == locks ? earlier : v)];
    }

    private static IReadOnlyList<Contribution> LosersOf(EffectiveValue value) =>
        [.. value.Origins.Select(o => new Contribution(value.Text, o)), .. value.Overrode];
}
