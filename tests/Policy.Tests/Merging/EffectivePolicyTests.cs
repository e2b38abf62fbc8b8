namespace Twofold.Policies.Tests;

public sealed class EffectivePolicyTests
{
    private static readonly PhoneFacts Sales = Sources.Phone("phone-1", "team=sales");
    private static readonly PolicyScope Work = PolicyScope.Vm("work");

    [Fact]
    public void A_phone_that_no_policy_binds_has_every_default()
    {
        var effective = EffectivePolicy.Of(PolicySet.Empty, Sales, Work);

        Assert.All(effective.Values, v => Assert.Equal((v.Setting.DefaultText, Origin.Default), (v.Text, v.Origin)));
        Assert.Equal(SettingCatalogue.All.Count(s => s.Scope == SettingScope.Vm), effective.Values.Count);
    }

    [Fact]
    public void The_stricter_policy_wins_and_the_loser_is_kept_with_its_place()
    {
        var set = Sources.Valid(
            new SourceFile("base.yaml", Sources.Policy("work-baseline", "network.mode: none")),
            new SourceFile("sales.yaml", Sources.PolicyFor("team: sales", "sales", "network.mode: internet")));

        var value = EffectivePolicy.Of(set, Sales, Work)[NetworkMode.Instance];

        Assert.Equal(
            "network.mode = none from `work-baseline` (base.yaml:6), overrode internet from `sales` (sales.yaml:7)", value.Explain());
    }

    [Fact]
    public void A_policy_for_other_phones_says_nothing_to_this_one()
    {
        var set = Sources.Set(Sources.PolicyFor("team: board", "board", "network.mode: none"));

        Assert.Equal(NetworkReach.Internet, EffectivePolicy.Of(set, Sales, Work).Get(NetworkMode.Instance));
    }

    [Fact]
    public void Every_label_must_match()
    {
        var set = Sources.Set(Sources.PolicyFor("team: sales, country: at", "sales-at", "vm.vcpus: 4"));

        Assert.Equal(1, EffectivePolicy.Of(set, Sales, Work).Get(VmVcpus.Instance));
        Assert.Equal(4, EffectivePolicy.Of(set, Sources.Phone("phone-2", "team=sales", "country=at"), Work).Get(VmVcpus.Instance));
    }

    [Fact]
    public void A_policy_may_loosen_a_default_because_a_default_holds_only_where_nobody_speaks()
    {
        var effective = EffectivePolicy.Of(Sources.Set(Sources.Policy("usb", "usb.passthrough: allowed")), Sales, Work);

        Assert.Equal(UsbAccess.Allowed, effective.Get(UsbPassthrough.Instance));
        Assert.Empty(effective[UsbPassthrough.Instance].Overrode);
    }

    [Fact]
    public void Settings_of_a_vm_bind_only_the_slot_that_the_policy_names()
    {
        var set = Sources.Set(Sources.Policy("lab", "slot: lab", ["vm.memory: 1GiB"]));

        Assert.Equal(1024, EffectivePolicy.Of(set, Sales, PolicyScope.Vm("lab")).Get(VmMemory.Instance));
        Assert.Equal(512, EffectivePolicy.Of(set, Sales, Work).Get(VmMemory.Instance));
    }

    [Fact]
    public void Two_opposite_clipboard_directions_leave_none_and_both_are_its_origins()
    {
        var set = Sources.Set(
            Sources.Policy("out", "clipboard.direction: work-to-personal"),
            Sources.Policy("in", "clipboard.direction: personal-to-work"));

        var value = EffectivePolicy.Of(set, Sales, PolicyScope.Phone)[ClipboardDirection.Instance];

        Assert.Equal("none", value.Text);
        Assert.Equal(["in", "out"], value.Origins.Select(o => o.Policy));
        Assert.Equal(2, value.Overrode.Count);
    }

    [Fact]
    public void Policies_that_agree_are_all_origins()
    {
        var set = Sources.Set(Sources.Policy("a", "vm.vcpus: 2"), Sources.Policy("b", "vm.vcpus: 2"));

        Assert.Equal(
            "vm.vcpus = 2 from `a` (p.yaml:6) and `b` (p.yaml:13)", EffectivePolicy.Of(set, Sales, Work)[VmVcpus.Instance].Explain());
    }

    [Fact]
    public void A_lock_that_would_come_after_the_wipe_is_brought_forward_to_it()
    {
        var set = Sources.Set(Sources.Policy("a", "lease.offline-wipe: 24h"), Sources.Policy("b", "lease.offline-lock: 72h"));

        var value = EffectivePolicy.Of(set, Sales, Work)[LeaseOfflineLock.Instance];

        Assert.Equal("lease.offline-lock = 1d from `a` (p.yaml:6), overrode 3d from `b` (p.yaml:13)", value.Explain());
    }

    [Fact]
    public void The_personal_vm_has_no_scope() =>
        Assert.Contains("takes no policy", Assert.Throws<ArgumentException>(() => PolicyScope.Vm("personal")).Message, StringComparison.Ordinal);
}
