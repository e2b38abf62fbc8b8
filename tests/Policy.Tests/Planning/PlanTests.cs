using System.Text.Json;

namespace Twofold.Policies.Tests;

public sealed class PlanTests
{
    private static readonly PhoneFacts[] Fleet =
    [
        Sources.Phone("phone-3"),
        Sources.Phone("phone-1", "team=sales"),
        Sources.Phone("phone-2", "team=sales"),
    ];

    private static readonly PolicySet Base = Sources.Set(Sources.Policy("base", "network.mode: restricted"));

    [Fact]
    public void A_plan_groups_equal_phones_and_names_what_changes_and_why()
    {
        var next = Sources.Set(
            Sources.Policy("base", "network.mode: restricted"),
            Sources.PolicyFor("team: sales", "sales", "network.mode: none", "clipboard.direction: both"));

        var plan = Plan.Compute(Base, next, Fleet);

        var only = Assert.Single(plan.Classes);
        Assert.Equal(["phone-1", "phone-2"], only.Phones);
        Assert.Equal(
            [("phone", "clipboard.direction", "none", "both"), ("vm:work", "network.mode", "restricted", "none")],
            only.Changes.Select(c => (c.Scope.ToString(), c.Setting, c.Old, c.New)));
        Assert.All(only.Changes, c => Assert.Equal("sales", Assert.Single(c.Origins).Policy));
        Assert.Equal(2, plan.PhoneCount);
        Assert.Empty(plan.VmsAtRisk);
    }

    [Fact]
    public void The_largest_class_comes_first()
    {
        var next = Sources.Set(
            Sources.Policy("all", "vm.vcpus: 4"), Sources.PolicyFor("team: sales", "sales", "vm.vcpus: 2"));

        Assert.Equal([2, 1], Plan.Compute(current: null, next, Fleet).Classes.Select(c => c.Phones.Count));
    }

    [Fact]
    public void A_set_that_says_the_same_in_other_words_changes_nothing()
    {
        var next = Sources.Set(
            "# the same, said twice\n" + Sources.Policy("twice", "network.mode: restricted"), Sources.Policy("again", "network.mode: \"restricted\""));

        var plan = Plan.Compute(Base, next, Fleet);

        Assert.True(plan.IsEmpty);
        Assert.Empty(plan.VmsAtRisk);
    }

    [Fact]
    public void A_first_set_is_compared_with_the_defaults() =>
        Assert.True(Plan.Compute(current: null, Sources.Set(Sources.Policy("p", "network.mode: internet")), Fleet).IsEmpty);

    [Theory]
    [InlineData("lease.offline-lock: 1h")]
    [InlineData("lease.offline-wipe: 29d")]
    [InlineData("lease.offline-wipe: 2h")]
    public void A_shorter_lease_puts_each_work_vm_at_risk_once(string setting) =>
        Assert.Equal(
            [new("phone-1", "work"), new VmPlace("phone-2", "work")],
            Plan.Compute(Base, Sources.Set(Sources.Policy("base", "network.mode: restricted"), Sources.PolicyFor("team: sales", "short", setting)), Fleet)
                .VmsAtRisk);

    [Theory]
    [InlineData("lease.offline-lock: 100h")]
    [InlineData("lease.offline-wipe: 31d")]
    [InlineData("network.mode: none")]
    [InlineData("vm.memory: 72MiB")]
    public void A_longer_lease_and_a_stricter_limit_put_nothing_at_risk(string setting)
    {
        var plan = Plan.Compute(current: null, Sources.Set(Sources.Policy("p", setting)), Fleet);

        Assert.False(plan.IsEmpty);
        Assert.Empty(plan.VmsAtRisk);
    }

    [Theory]
    [InlineData("compliance.escalation: wipe 14d", "compliance.escalation")]
    [InlineData("compliance.escalation: lock 3d", "compliance.escalation")]
    [InlineData("integrity.image: stable", "integrity.image")]
    [InlineData("integrity.image: any 3.2.0", "integrity.image")]
    [InlineData("integrity.measurements: none", "integrity.measurements")]
    [InlineData("lease.offline-wipe: 4d", "lease.offline-wipe")]
    public void Whatever_makes_data_unreadable_sooner_counts_every_work_vm_by_its_effect(string setting, string risky)
    {
        var plan = Plan.Compute(Base, Sources.Set(Sources.Policy("base", "network.mode: restricted", setting)), Fleet);

        Assert.Equal(Fleet.Length, plan.VmsAtRisk.Count);
        Assert.Equal([risky], plan.RiskySettings);
    }

    [Fact]
    public void Another_assignment_of_the_same_documents_counts_where_it_makes_data_unreadable_sooner()
    {
        var current = Sources.Set(Sources.PolicyFor("team: sales", "short", "lease.offline-wipe: 4d"));
        var next = Sources.Set(Sources.Policy("short", "lease.offline-wipe: 4d"));

        Assert.Equal([new VmPlace("phone-3", "work")], Plan.Compute(current, next, Fleet).VmsAtRisk);
    }

    [Fact]
    public void A_reference_value_that_is_accepted_no_longer_counts_and_one_more_does_not()
    {
        var (one, two) = (new string('a', 64), new string('b', 64));
        var wide = Sources.Set(Sources.Policy("p", $"integrity.measurements: \"{one},{two}\""));
        var narrow = Sources.Set(Sources.Policy("p", $"integrity.measurements: \"{one}\""));

        Assert.Equal(Fleet.Length, Plan.Compute(wide, narrow, Fleet).VmsAtRisk.Count);
        Assert.Empty(Plan.Compute(narrow, wide, Fleet).VmsAtRisk);
    }

    [Fact]
    public void Removing_a_policy_can_shorten_a_lease()
    {
        var current = Sources.Set(Sources.Policy("long", "lease.offline-wipe: 300d"));

        Assert.Equal(Fleet.Length, Plan.Compute(current, PolicySet.Empty, Fleet).VmsAtRisk.Count);
    }

    [Fact]
    public void Every_managed_vm_of_a_phone_counts()
    {
        var phone = Sources.Phone("phone-1") with { Slots = ["work", "lab"] };
        var next = Sources.Set(
            Sources.Policy("a", "lease.offline-wipe: 4d"), Sources.Policy("b", "slot: lab", ["lease.offline-wipe: 5d"]));

        Assert.Equal([new("phone-1", "lab"), new VmPlace("phone-1", "work")], Plan.Compute(current: null, next, [phone]).VmsAtRisk);
    }

    [Fact]
    public void The_digest_is_bound_to_both_sets_and_to_the_facts_of_every_phone()
    {
        var next = Sources.Set(Sources.Policy("p", "vm.vcpus: 2"));
        string[] digests =
        [
            Plan.Compute(Base, next, Fleet).Digest,
            Plan.Compute(current: null, next, Fleet).Digest,
            Plan.Compute(Base, Base, Fleet).Digest,
            Plan.Compute(Base, next, Fleet[..2]).Digest,
            Plan.Compute(Base, next, [Fleet[0], Fleet[1], Sources.Phone("phone-2", "team=board")]).Digest,
            Plan.Compute(Base, next, [Fleet[0], Fleet[1], Fleet[2] with { Slots = ["lab"] }]).Digest,
        ];

        Assert.Distinct(digests);
        Assert.Equal(digests[0], Plan.Compute(Base, next, [.. Fleet.Reverse()]).Digest);
    }

    [Fact]
    public void A_plan_comes_back_from_json_as_it_was()
    {
        var json = JsonSerializer.Serialize(Plan.Compute(Base, Sources.Set(Sources.Policy("p", "lease.offline-wipe: 4d")), Fleet));

        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<Plan>(json)));
        Assert.Contains("vm:work", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_phones_under_a_hundred_policies_fall_into_a_hundred_classes()
    {
        var next = Sources.Set([.. Enumerable.Range(0, 100).Select(i => Sources.PolicyFor($"site: s{i}", $"p{i}", $"vm.memory: {600 + i}MiB"))]);
        PhoneFacts[] phones = [.. Enumerable.Range(0, 10_000).Select(i => Sources.Phone($"phone-{i}", $"site=s{i % 100}"))];

        var plan = Plan.Compute(current: null, next, phones);

        Assert.Equal(100, plan.Classes.Count);
        Assert.Equal(10_000, plan.PhoneCount);
    }
}
