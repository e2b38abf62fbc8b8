namespace Twofold.Policies;

/// <summary>One thing that a policy says otherwise in another set.</summary>
/// <param name="Policy">The name of the policy.</param>
/// <param name="What">The key of a setting, <c>phones</c> or <c>slot</c>.</param>
/// <param name="Old">What it said; null where it said nothing.</param>
/// <param name="New">What it says; null where it says nothing any more.</param>
public sealed record SayingChange(string Policy, string What, string? Old, string? New);

/// <summary>What two sets say differently, whatever stands in which file and however it is spelt.</summary>
public static class SetDiff
{
    /// <summary>The differences, by policy and key.</summary>
    public static IReadOnlyList<SayingChange> Of(PolicySet old, PolicySet @new)
    {
        var (before, after) = (Sayings(old), Sayings(@new));
        return
        [
            .. from said in before.Keys.Union(after.Keys)
               let change = new SayingChange(said.Policy, said.What, before.GetValueOrDefault(said), after.GetValueOrDefault(said))
               where change.Old != change.New
               orderby said.Policy, said.What
               select change,
        ];
    }

    private static Dictionary<(string Policy, string What), string> Sayings(PolicySet set) =>
        set.Policies.SelectMany(Sayings).ToDictionary(s => (s.Policy, s.What), s => s.Text);

    private static IEnumerable<(string Policy, string What, string Text)> Sayings(PolicyDocument policy) =>
    [
        (policy.Name, "phones", PhonesOf(policy)),
        (policy.Name, "slot", policy.Slot),
        .. policy.Statements.Select(s => (policy.Name, s.Setting.Key, s.Text)),
    ];

    private static string PhonesOf(PolicyDocument policy)
    {
        var phones = policy.Assigned.IsEmpty ? [policy.Phones] : policy.Assigned;
        return string.Join(" or ", phones.Select(p => p.IsEverything ? "every phone" : p.ToString()));
    }
}
