namespace Twofold.Policies.Tests;

public sealed class WhatIfTests
{
    private static readonly PhoneFacts Phone = Sources.Phone("phone-1", "team=sales");
    private static readonly PolicySet Base = Sources.Set(Sources.Policy("base", "network.mode: restricted", "vm.memory: 1GiB"));

    [Fact]
    public void A_vm_that_shows_less_than_would_be_required_becomes_non_compliant_with_a_remedy()
    {
        var turn = Assert.Single(Ask(Base, Sources.Set(Sources.Policy("base", "network.mode: none", "vm.memory: 1GiB")), Obeying(Base)));

        Assert.Equal(("work", VerdictState.Compliant, VerdictState.NonCompliant), (turn.Slot, turn.Now, turn.Then));
        var setting = Assert.Single(turn.Settings);
        Assert.Equal(("network.mode", VerdictState.Compliant, VerdictState.NonCompliant), (setting.Setting, setting.Now, setting.Then));
        Assert.Equal(("none", "restricted"), (setting.Required, setting.Observed));
    }

    [Fact]
    public void What_a_push_itself_changes_complies_again_once_it_is_carried_out()
    {
        var turn = Assert.Single(Ask(Base, Sources.Set(Sources.Policy("base", "network.mode: none", "vm.memory: 1GiB")), Obeying(Base)));

        Assert.Equal((VerdictState.Compliant, true, false), (turn.After, turn.IsMendedByPush, turn.NeedsSomebody));
        var setting = Assert.Single(turn.Settings);
        Assert.Equal((VerdictState.Compliant, false), (setting.After, setting.NeedsSomebody));
        Assert.Contains("the push itself changes it", setting.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("camera.access: blocked", null, VerdictState.Unknown)]
    [InlineData("screen.capture: blocked", null, VerdictState.Unknown)]
    [InlineData("integrity.hypervisor: 2.0.0", "1.0.0", VerdictState.Pending)]
    [InlineData("storage.encryption: required", "optional", VerdictState.Pending)]
    public void What_the_phone_does_not_make_hold_or_nobody_saw_needs_somebody(string asked, string? seen, VerdictState after)
    {
        var observed = Obeying(Base);
        observed[asked.Split(':')[0]] = new(seen);
        var turn = Assert.Single(Ask(Base, Sources.Set(Sources.Policy("base", "network.mode: restricted", "vm.memory: 1GiB", asked)), observed));

        var setting = Assert.Single(turn.Settings);
        Assert.Equal((after, after, true), (setting.After, turn.After, setting.NeedsSomebody));
        Assert.Equal((true, false), (turn.NeedsSomebody, turn.IsMendedByPush));
    }

    [Fact]
    public void What_waits_for_the_next_start_needs_nobody()
    {
        var turn = Assert.Single(Ask(Base, Sources.Set(Sources.Policy("base", "network.mode: restricted", "vm.memory: 512MiB")), Obeying(Base)));

        Assert.Equal((VerdictState.Pending, true), (turn.After, turn.IsMendedByPush));
    }

    [Fact]
    public void What_a_phone_does_not_obey_now_is_not_expected_of_it_then()
    {
        var observed = Obeying(Base);
        observed["network.mode"] = new("internet");
        var turn = Assert.Single(Ask(Base, Sources.Set(Sources.Policy("base", "network.mode: restricted", "vm.memory: 1GiB", "camera.access: blocked")), observed));

        Assert.Equal((VerdictState.NonCompliant, VerdictState.NonCompliant, VerdictState.NonCompliant), (turn.Now, turn.Then, turn.After));
        Assert.Equal(VerdictState.Compliant, Assert.Single(turn.Settings).After);
    }

    [Theory, MemberData(nameof(EveryKeyThatFollows))]
    public void Every_setting_that_follows_a_push_complies_once_it_is_carried_out(string key)
    {
        var setting = SettingSamples.Find(key);
        var turns = Ask(PolicySet.Empty, Sources.Set(Sources.Policy("strict", $"{key}: '{setting.StrictestText}'")), Obeying(PolicySet.Empty))
            .SelectMany(t => t.Settings).Where(t => t.Setting == key).ToList();

        if (setting.DefaultText == setting.StrictestText) Assert.Empty(turns);
        else Assert.Equal(setting.TakesEffect == TakesEffect.Live ? VerdictState.Compliant : VerdictState.Pending, Assert.Single(turns).After);
    }

    public static IEnumerable<TheoryDataRow<string>> EveryKeyThatFollows =>
        SettingCatalogue.All.Where(s => s.FollowsPush).Select(s => new TheoryDataRow<string>(s.Key));

    [Fact]
    public void A_vm_that_would_break_a_rule_with_days_to_mend_it_would_be_in_grace()
    {
        string[] strict = ["network.mode: none", "vm.memory: 1GiB"];
        var next = Sources.Set(Sources.Policy("base", [.. strict, "compliance.escalation: lock 3d"]));
        var turn = Assert.Single(Ask(Base, next, Obeying(Base)));
        Assert.Equal((VerdictState.Compliant, VerdictState.InGrace, VerdictState.InGrace), (turn.Now, turn.Then, turn.Settings.Single().Then));

        var other = Sources.Set(Sources.Policy("base", [.. strict, "compliance.escalation: lock 3d; for network.mode notify"]));
        Assert.Equal(VerdictState.NonCompliant, Assert.Single(Ask(Base, other, Obeying(Base))).Then);
    }

    [Fact]
    public void A_rule_whose_days_are_over_gets_no_new_ones_by_another_set()
    {
        var now = Sources.Set(Sources.Policy("base", "network.mode: none", "compliance.escalation: lock 3d"));
        var then = Sources.Set(Sources.Policy("base", "network.mode: none", "compliance.escalation: notify"));
        Assert.Equal((VerdictState.InGrace, VerdictState.NonCompliant), States(Seen([])));
        Assert.Empty(new WhatIf(now, then).Of(Phone, Seen([("work", "network.mode")])));
        var longer = Sources.Set(Sources.Policy("base", "network.mode: none", "compliance.escalation: lock 30d"));
        Assert.Empty(new WhatIf(now, longer).Of(Phone, Seen([("work", "network.mode")])));

        (VerdictState, VerdictState) States(ObservedPhone seen) => new WhatIf(now, then).Of(Phone, seen) is [var turn] ? (turn.Now, turn.Then) : default;

        ObservedPhone Seen(IEnumerable<(string, string)> overdue) => new(
            Values([.. SettingCatalogue.Of(PolicyScope.Phone).Select(s => (s.Key, s.DefaultText))]),
            new Dictionary<string, IReadOnlyDictionary<string, ObservedValue>>(StringComparer.Ordinal) { ["work"] = Obeying(Base) })
        {
            Overdue = overdue.ToHashSet(),
        };
    }

    [Fact]
    public void What_takes_effect_at_the_next_start_would_be_pending() =>
        Assert.Equal(VerdictState.Pending, Assert.Single(Ask(Base, Sources.Set(Sources.Policy("base", "network.mode: restricted", "vm.memory: 512MiB")), Obeying(Base))).Then);

    [Fact]
    public void What_was_never_read_back_would_be_unknown()
    {
        var observed = Obeying(Base);
        observed.Remove(Clipboard.Key);
        var next = Sources.Set(Sources.Policy("base", "network.mode: restricted", "vm.memory: 1GiB", "vm.vcpus: 1"));
        observed.Remove("vm.vcpus");

        Assert.All(Ask(Base, next, observed), t => Assert.Equal((VerdictState.Unknown, VerdictState.Unknown), (t.Now, t.Then)));
    }

    [Fact]
    public void A_looser_set_makes_a_vm_compliant_again()
    {
        var turn = Assert.Single(Ask(Sources.Set(Sources.Policy("base", "network.mode: none", "vm.memory: 1GiB")), Base, Obeying(Base)));

        Assert.Equal((VerdictState.NonCompliant, VerdictState.Compliant), (turn.Now, turn.Then));
        Assert.Equal("nothing to do", Assert.Single(turn.Settings).Remedy);
    }

    [Fact]
    public void What_passes_between_the_vms_of_a_phone_counts_for_each_of_its_managed_vms()
    {
        var two = Phone with { Slots = ["work", "lab"] };
        var turns = new WhatIf(Sources.Set(Sources.Policy("p", "clipboard.direction: both")), PolicySet.Empty)
            .Of(two, new(Values((Clipboard.Key, "both")), Seen(PolicySet.Empty, two)));

        Assert.Equal(["lab", "work"], turns.Select(t => t.Slot));
        Assert.All(turns, t => Assert.Equal(("clipboard.direction", VerdictState.NonCompliant), (t.Settings.Single().Setting, t.Then)));
    }

    [Fact]
    public void A_set_that_says_the_same_changes_nobody() =>
        Assert.Empty(Ask(Base, Sources.Set("# again\n" + Sources.Policy("other", "network.mode: restricted", "vm.memory: 1GiB")), []));

    [Fact]
    public void Phones_that_the_same_policies_bind_share_their_merges()
    {
        var whatIf = new WhatIf(Base, PolicySet.Empty);

        Assert.Same(whatIf.DocumentsOf(Phone), whatIf.DocumentsOf(Sources.Phone("phone-2", "team=field")));
        Assert.NotSame(whatIf.DocumentsOf(Phone), whatIf.DocumentsOf(Phone with { Slots = ["lab"] }));
    }

    private static Setting Clipboard => ClipboardDirection.Instance;

    private static IReadOnlyList<VmTurn> Ask(PolicySet current, PolicySet next, Dictionary<string, ObservedValue> work) =>
        new WhatIf(current, next).Of(Phone, new(
            Values([.. SettingCatalogue.Of(PolicyScope.Phone).Select(s => (s.Key, s.DefaultText))]),
            new Dictionary<string, IReadOnlyDictionary<string, ObservedValue>>(StringComparer.Ordinal) { ["work"] = work }));

    private static Dictionary<string, ObservedValue> Obeying(PolicySet set) => Values(
        [.. EffectivePolicy.Of(set, Phone, PolicyScope.Vm("work")).Values.Select(v => (v.Setting.Key, v.Text))]);

    private static Dictionary<string, IReadOnlyDictionary<string, ObservedValue>> Seen(PolicySet set, PhoneFacts phone) => phone.Slots.ToDictionary(
        slot => slot,
        slot => (IReadOnlyDictionary<string, ObservedValue>)Values([.. EffectivePolicy.Of(set, phone, PolicyScope.Vm(slot)).Values.Select(v => (v.Setting.Key, v.Text))]),
        StringComparer.Ordinal);

    private static Dictionary<string, ObservedValue> Values(params (string Key, string Text)[] values) =>
        values.ToDictionary(v => v.Key, v => new ObservedValue(v.Text), StringComparer.Ordinal);
}
