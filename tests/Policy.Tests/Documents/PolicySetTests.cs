namespace Twofold.Policies.Tests;

public sealed class PolicySetTests
{
    [Theory]
    [InlineData("usb.classes: [hid, audio]", "audio, hid")]
    [InlineData("usb.classes: []", "none")]
    [InlineData("usb.classes: hid, audio", "audio, hid")]
    [InlineData("usb.classes: [any]", "any")]
    [InlineData("apps.blocked: [org.b, org.a]", "org.a, org.b")]
    [InlineData("hours.access: [sat 09:00-12:00, mon-fri 07:00-19:00]", "mon-fri 07:00-19:00, sat 09:00-12:00")]
    [InlineData("hours.access: []", "never")]
    [InlineData("network.egress: ['[2001:db8::]:443', mail.example.org]", "[2001:db8::]:443, mail.example.org")]
    [InlineData("unlock.attempts-wipe: unlimited", "unlimited")]
    public void Several_items_are_a_sequence_or_text_with_commas(string setting, string canonical) =>
        Assert.Equal(canonical, Assert.Single(Assert.Single(Sources.Set(Sources.Policy("p", setting)).Policies).Statements).Text);

    [Fact]
    public void Several_documents_of_several_files_make_one_set_by_name()
    {
        var set = Sources.Valid(
            new SourceFile("b.yaml", "# nothing yet\n---\n" + Sources.Policy("zeta", "vm.vcpus: 2") + "---\n" + Sources.Policy("alpha", "vm.vcpus: 3")),
            new SourceFile("a.yaml", Sources.PolicyFor("team: sales", "mid", "vm.memory: 2048MiB")),
            new SourceFile("empty.yaml", ""));

        Assert.Equal(["alpha", "mid", "zeta"], set.Policies.Select(p => p.Name));
        Assert.Equal(("a.yaml", 3, "work", "2GiB"), (set.Policies[1].File, set.Policies[1].Line, set.Policies[1].Slot, set.Policies[1].Statements[0].Text));
        Assert.Equal("sales", set.Policies[1].Phones.AsLabels!["team"]);
    }

    [Fact]
    public void The_digest_is_of_what_is_said_and_not_of_how()
    {
        var one = Sources.Set(Sources.Policy("a", "vm.memory: 2GiB", "vm.vcpus: 2"), Sources.Policy("b", "vm.vcpus: 2"));
        var same = Sources.Valid(
            new SourceFile("2.yaml", "# b\n" + Sources.Policy("b", "vm.vcpus: '2'")),
            new SourceFile("1.yaml", Sources.Policy("a", "vm.vcpus: 2 # two", "vm.memory: 2048MiB")));

        Assert.Equal(one.Digest, same.Digest);
        Assert.Matches("^[0-9a-f]{64}$", one.Digest);
    }

    [Fact]
    public void Whatever_a_policy_says_is_in_the_digest()
    {
        string[] digests =
        [
            PolicySet.Empty.Digest,
            Sources.Set(Sources.Policy("a", "vm.vcpus: 2")).Digest,
            Sources.Set(Sources.Policy("b", "vm.vcpus: 2")).Digest,
            Sources.Set(Sources.Policy("a", "vm.vcpus: 3")).Digest,
            Sources.Set(Sources.Policy("a", "slot: lab", ["vm.vcpus: 2"])).Digest,
            Sources.Set(Sources.PolicyFor("team: sales", "a", "vm.vcpus: 2")).Digest,
        ];

        Assert.Distinct(digests);
    }

    [Fact]
    public void A_set_written_as_json_comes_back_with_its_sources_unchanged()
    {
        var set = Sources.Valid(new SourceFile("a.yaml", "# kept: \"ü\"\r\n" + Sources.Policy("a", "vm.vcpus: 2")));

        var back = PolicySet.FromJson(set.ToJson());

        Assert.Equal(set.Sources, back.Set!.Sources);
        Assert.Equal(set.Digest, back.Set.Digest);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"v":2,"files":[]}""")]
    [InlineData("""{"v":1,"files":null}""")]
    [InlineData("""{"v":1,"files":[null]}""")]
    [InlineData("""{"v":1,"files":[{"name":"a.yaml"}]}""")]
    [InlineData("""{"v":1,"files":[],"more":1}""")]
    public void Json_that_is_no_set_is_refused(string json) =>
        Assert.Equal("policy/unreadable-set", Assert.Single(PolicySet.FromJson(json).Problems).Code);

    [Fact]
    public void A_set_from_json_is_validated_like_any_other() =>
        Assert.Equal("policy/wrong-shape", Assert.Single(PolicySet.FromJson("""{"v":1,"files":[{"name":"a.yaml","text":"x"}]}""").Problems).Code);

    [Fact]
    public void No_files_make_the_empty_set() => Assert.Equal(PolicySet.Empty.Digest, Sources.Valid().Digest);

    [Fact]
    public void A_lease_may_lock_and_wipe_at_the_same_time()
    {
        var set = Sources.Set(Sources.Policy("a", "lease.offline-lock: 24h", "lease.offline-wipe: 1d"));

        var value = EffectivePolicy.Of(set, Sources.Phone("phone-1"), PolicyScope.Vm("work"))[LeaseOfflineLock.Instance];

        Assert.Equal("lease.offline-lock = 1d from `a` (p.yaml:6)", value.Explain());
    }
}
