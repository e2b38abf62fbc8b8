namespace Twofold.Policies.Tests.Comparing;

public sealed class SetDiffTests
{
    [Fact]
    public void Added_changed_and_removed_settings_are_told_by_policy()
    {
        var old = Sources.Set(Sources.Policy("a", "network.mode: internet", "vm.memory: 2GiB"), Sources.Policy("b", "vm.vcpus: 2"));
        var @new = Sources.Set(Sources.PolicyFor("team: field", "a", "network.mode: none", "screen.capture: blocked"), Sources.Policy("b", "vm.vcpus: 2"));
        Assert.Equal(
            [
                new("a", "network.mode", "internet", "none"),
                new("a", "phones", "every phone", "team=field"),
                new("a", "screen.capture", null, "blocked"),
                new("a", "vm.memory", "2GiB", null),
            ],
            SetDiff.Of(old, @new));
    }

    [Fact]
    public void A_policy_that_comes_or_goes_is_told_with_all_it_says()
    {
        var set = Sources.Set(Sources.Policy("a", "vm.vcpus: 2"));
        Assert.Equal(
            [new("a", "phones", null, "every phone"), new("a", "slot", null, "work"), new("a", "vm.vcpus", null, "2")],
            SetDiff.Of(PolicySet.Empty, set));
        Assert.All(SetDiff.Of(set, PolicySet.Empty), c => Assert.Null(c.New));
    }

    [Fact]
    public void Spelling_comments_and_files_make_no_difference()
    {
        var one = Sources.Set(Sources.Policy("a", "vm.memory: 2GiB"));
        var other = Sources.Valid(new SourceFile("other.yaml", "# a comment\n" + Sources.Policy("a", "vm.memory: '2048MiB'")));
        Assert.Empty(SetDiff.Of(one, other));
    }
}
