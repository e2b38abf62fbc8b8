namespace Twofold.Policies.Tests;

/// <summary>Groups and assignments: which phones the policies of a set bind.</summary>
public sealed class AssignmentTests
{
    private const string Field = "apiVersion: twofold/v1\nkind: Group\nmetadata: { name: field }\nspec: { phones: 'team=field,!retired' }\n";

    private static readonly string Strict = Sources.Policy("strict", "network.mode: none");

    [Fact]
    public void A_policy_that_is_assigned_binds_the_phones_of_its_assignments_and_no_others()
    {
        var set = Sources.Set(Strict, Field, Assignment("a", "policies: [strict]", "groups: [field]"), Assignment("b", "policies: [strict]", "phones: { matchLabels: { site: oslo } }"));

        Assert.True(Binds(set, "team=field"));
        Assert.True(Binds(set, "site=oslo"));
        Assert.False(Binds(set, "team=field", "retired=yes"));
        Assert.False(Binds(set, "team=sales"));
        Assert.False(Binds(set));
    }

    [Fact]
    public void A_policy_that_nobody_assigns_binds_every_phone() => Assert.True(Binds(Sources.Set(Strict, Field)));

    [Theory]
    [InlineData("phones: 'team in (field,sales),site'")]
    [InlineData("phones: { matchExpressions: [{ key: team, operator: In, values: [sales, field] }, { key: site, operator: Exists }] }")]
    public void A_policy_may_choose_its_phones_by_the_whole_grammar(string phones)
    {
        var set = Sources.Set(Sources.Policy("strict", phones, ["network.mode: none"]));

        Assert.Equal("site,team in (field,sales)", set.Policies[0].Phones.ToString());
        Assert.True(Binds(set, "team=sales", "site=oslo"));
        Assert.False(Binds(set, "team=sales"));
    }

    [Fact]
    public void Who_is_bound_is_in_the_digest_and_how_it_is_written_is_not()
    {
        var assigned = Assignment("a", "policies: [strict]", "groups: [field]");
        string[] different =
        [
            Sources.Set(Strict).Digest,
            Sources.Set(Strict, Field, assigned).Digest,
            Sources.Set(Strict, Field, Assignment("a", "policies: [strict]", "phones: team=field")).Digest,
            Sources.Set(Sources.Policy("strict", "phones: 'team!=field'", ["network.mode: none"])).Digest,
        ];

        Assert.Distinct(different);
        Assert.Equal(different[1], Sources.Set(assigned.Replace("name: a", "name: other", StringComparison.Ordinal), Field, Strict).Digest);
        Assert.Equal(Sources.Set(Sources.PolicyFor("team: field", "p", "vm.vcpus: 2")).Digest, Sources.Set(Sources.Policy("p", "phones: team=field", ["vm.vcpus: 2"])).Digest);
    }

    [Theory]
    [InlineData("policies: [strikt]", "groups: [field]", "4:20: there is no policy `strikt` in this set (policy/unknown-policy); did you mean `strict`?")]
    [InlineData("policies: [strict]", "groups: [filed]", "5:12: there is no group `filed` in this set (policy/unknown-group); did you mean `field`?")]
    [InlineData("policies: [own]", "groups: [field]", "4:20: the policy `own` chooses its phones itself: take `phones` out of it, or do not assign it (policy/bound-twice)")]
    [InlineData("policies: []", "groups: [field]", "4:19: `policies` names nothing (policy/missing-key)")]
    [InlineData("policies: strict", "groups: [field]", "4:19: `policies` is a list, and this is a text (policy/wrong-shape)")]
    [InlineData("policies: [strict]", "phones: team in", "5:11: `team in` is not a selector: `(` is expected at character 8 (policy/bad-selector)")]
    [InlineData("policies: [strict]", "phones: {}", "5:11: `phones` names no label: leave it out to mean every phone (policy/empty-selector)")]
    [InlineData("policies: [strict]", "phones: { matchExpressions: [{ key: team, operator: Inn, values: [a] }] }", "5:55: unknown operator `Inn` (policy/bad-selector); did you mean `In`?")]
    [InlineData("policies: [strict]", "phones: { matchExpressions: [{ key: team, operator: Exists, values: [a] }] }", "5:71: `Exists` takes no values (policy/bad-selector)")]
    [InlineData("policies: [strict]", "phones: { matchExpressions: [{ key: team, operator: In }] }", "5:32: the key `values` is missing (policy/missing-key)")]
    public void A_bad_assignment_is_refused_with_its_place(string policies, string whom, string expected)
    {
        var text = $"apiVersion: twofold/v1\nkind: Assignment\nmetadata: {{ name: a }}\nspec: {{ {policies},\n  {whom} }}\n";
        var own = Sources.PolicyFor("team: field", "own", "vm.vcpus: 2");

        var problem = Assert.Single(PolicySet.Read([new("a.yaml", text), new("p.yaml", string.Join("---\n", Strict, own, Field))]).Problems);

        Assert.Equal($"a.yaml:{expected}", problem.ToString());
    }

    [Fact]
    public void An_assignment_says_whom_it_binds() => Assert.Equal(
        "policy/missing-key", Assert.Single(PolicySet.Read([new("p.yaml", Strict + "---\n" + Assignment("a", "policies: [strict]"))]).Problems).Code);

    [Fact]
    public void Everything_that_an_assignment_names_in_vain_is_told_at_once_and_each_once()
    {
        var text = string.Join("---\n", Strict, Field, Assignment("a", "policies: [strikt, strict]", "groups: [filed, field]", "phones: site=oslo"), Assignment("b", "policies: [none]", "groups: [nowhere]"));

        Assert.Equal(
            ["policy/unknown-group", "policy/unknown-group", "policy/unknown-policy", "policy/unknown-policy"],
            PolicySet.Read([new("p.yaml", text)]).Problems.Select(p => p.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Names_are_unique_for_each_kind()
    {
        Assert.True(PolicySet.Read([new("p.yaml", string.Join("---\n", Sources.Policy("field", "vm.vcpus: 2"), Field, Assignment("field", "policies: [field]", "groups: [field]")))]).IsValid);
        Assert.Equal("policy/duplicate-name", Assert.Single(PolicySet.Read([new("p.yaml", $"{Field}---\n{Field}")]).Problems).Code);
    }

    [Fact]
    public void Bindings_are_bounded()
    {
        var policies = Enumerable.Range(0, 101).Select(n => Sources.Policy($"p{n}", "vm.vcpus: 2"));
        var names = string.Join(", ", Enumerable.Range(0, 101).Select(n => $"p{n}"));
        var assignment = Assignment("a", $"policies: [{names}]", $"groups: [{string.Join(", ", Enumerable.Repeat("field", 100))}]");

        Assert.Equal("policy/too-many-bindings", Assert.Single(PolicySet.Read([new("p.yaml", string.Join("---\n", [.. policies, Field, assignment]))]).Problems).Code);
    }

    private static string Assignment(string name, params string[] spec) =>
        $"apiVersion: twofold/v1\nkind: Assignment\nmetadata: {{ name: {name} }}\nspec:\n{string.Concat(spec.Select(s => $"  {s}\n"))}";

    private static bool Binds(PolicySet set, params string[] labels) => set.Policies.Single(p => p.Name == "strict").Matches(Sources.Phone("p", labels));
}
