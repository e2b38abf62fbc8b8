namespace Twofold.Policies;

/// <summary>What policies say, laid out once for many merges: for each, what it adds to which value.</summary>
internal sealed class Sayings(IEnumerable<PolicyDocument> documents)
{
    private readonly Said[] all = [.. documents.Select(Said.Of)];

    /// <summary>What the policies that <paramref name="bind"/> picks say to a scope: one list for each setting of <see cref="SettingCatalogue.Of"/>, null where nobody says anything.</summary>
    public IReadOnlyList<Contribution>?[] To(PolicyScope scope, Func<PolicyDocument, bool> bind)
    {
        var asked = new List<Contribution>?[SettingCatalogue.Of(scope).Count];
        foreach (var said in all)
        {
            var lines = said.To(scope);
            if (lines.Length == 0 || !bind(said.Policy)) continue;
            foreach (var (place, contribution) in lines) (asked[place] ??= []).Add(contribution);
        }

        return asked;
    }

    /// <summary>One policy: its contributions to the phone and to the VM of its slot, each with the place of its setting.</summary>
    private sealed record Said(PolicyDocument Policy, (int Place, Contribution Contribution)[] ToPhone, (int Place, Contribution Contribution)[] ToVm)
    {
        public static Said Of(PolicyDocument policy) => new(policy, Lines(policy, PolicyScope.Phone), Lines(policy, PolicyScope.Vm(policy.Slot)));

        public (int Place, Contribution Contribution)[] To(PolicyScope scope) =>
            scope.Slot is null ? ToPhone : scope.Slot == Policy.Slot ? ToVm : [];

        private static (int Place, Contribution Contribution)[] Lines(PolicyDocument policy, PolicyScope scope) =>
        [
            .. from statement in policy.Statements
               where scope.Covers(statement.Setting)
               select (SettingCatalogue.PlaceOf(statement.Setting), new Contribution(statement.Text, new(policy.Name, policy.File, statement.Line))),
        ];
    }
}
