namespace Twofold.Policies;

/// <summary>Finds the phones that are equal before policy, so that each class is merged once.</summary>
internal static class PlanClasses
{
    /// <summary>Equal phones with what changes on them.</summary>
    internal sealed record Class(IReadOnlyList<PhoneFacts> Phones, IReadOnlyList<PlanChange> Changes)
    {
        /// <summary>The VMs for which a setting that endangers data gets stricter.</summary>
        public IEnumerable<VmPlace> AtRisk =>
            from phone in Phones
            from slot in Changes.Where(c => c.EndangersData).Select(c => c.Scope.Slot).OfType<string>().Distinct(StringComparer.Ordinal)
            select new VmPlace(phone.Id, slot);
    }

    /// <summary>The classes on which something changes, the largest first.</summary>
    public static IReadOnlyList<Class> Of(PolicySet current, PolicySet next, IReadOnlyList<PhoneFacts> phones) =>
    [
        .. phones
            .GroupBy(p => KeyOf(current, next, p), StringComparer.Ordinal)
            .Select(g => new Class([.. g.OrderBy(p => p.Id, StringComparer.Ordinal)], Changes(current, g.First(), next, g.First())))
            .Where(c => c.Changes.Count > 0)
            .OrderByDescending(c => c.Phones.Count).ThenBy(c => c.Phones[0].Id, StringComparer.Ordinal),
    ];

    // Phones are equal when the same policies bind them and they have the same slots. No name of either holds these separators.
    private static string KeyOf(PolicySet current, PolicySet next, PhoneFacts phone) =>
        $"{Matching(current, phone)}|{Matching(next, phone)}|{string.Join(',', phone.Slots.Order(StringComparer.Ordinal))}";

    private static string Matching(PolicySet set, PhoneFacts phone) =>
        string.Join(',', set.Policies.Where(p => p.Matches(phone)).Select(p => p.Name));

    /// <summary>What changes between a phone under one set and the same phone, perhaps with other labels, under another.</summary>
    public static IReadOnlyList<PlanChange> Changes(PolicySet current, PhoneFacts before, PolicySet next, PhoneFacts after) =>
    [
        .. from scope in after.Scopes.OrderBy(s => s.ToString(), StringComparer.Ordinal)
           from change in Changes(EffectivePolicy.Of(current, before, scope), EffectivePolicy.Of(next, after, scope))
           select change,
    ];

    // Both have one value for each setting of the scope, in the same order.
    private static IEnumerable<PlanChange> Changes(EffectivePolicy old, EffectivePolicy next) => old.Values.Zip(next.Values)
        .Where(pair => pair.First.Text != pair.Second.Text)
        .Select(pair => new PlanChange(next.Scope, pair.Second.Setting.Key, pair.First.Text, pair.Second.Text, pair.Second.Origins));
}
