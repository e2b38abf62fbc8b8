using System.Text;

namespace Twofold.Policies.Tests;

public sealed class ComplianceCheckTests
{
    private static readonly PolicyPayload Required = Payload(
        """{"v":1,"scope":"vm:work","values":{"network.mode":"restricted","screen.auto-lock":"5m","vm.memory":"512MiB"}}""");

    [Fact]
    public void What_was_seen_to_hold_is_compliant()
    {
        var verdict = ComplianceCheck.Check(Required, Observed());

        Assert.Equal(VerdictState.Compliant, verdict.State);
        Assert.Empty(verdict.Findings);
    }

    [Fact]
    public void Stricter_than_required_is_compliant() =>
        Assert.Equal(VerdictState.Compliant, ComplianceCheck.Check(Required, Observed(("network.mode", "none"), ("vm.memory", "80MiB"))).State);

    [Fact]
    public void A_looser_live_setting_is_non_compliant()
    {
        var verdict = ComplianceCheck.Check(Required, Observed(("network.mode", "internet")));

        var finding = Assert.Single(verdict.Findings);
        Assert.Equal(VerdictState.NonCompliant, verdict.State);
        Assert.Equal(("network.mode", "restricted", "internet", false), (finding.Setting, finding.Required, finding.Observed, finding.Claimed));
        Assert.Contains("push the policy again", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_looser_setting_that_waits_for_the_next_start_is_pending()
    {
        var verdict = ComplianceCheck.Check(Required, Observed(("vm.memory", "1GiB")));

        Assert.Equal(VerdictState.Pending, verdict.State);
        Assert.Contains("restart the VM", Assert.Single(verdict.Findings).Remedy, StringComparison.Ordinal);
    }

    public static IEnumerable<TheoryDataRow<string>> KeysOfAVm =>
        SettingCatalogue.Of(PolicyScope.Vm("work")).Where(s => s.IsSaidByDefault).Select(s => new TheoryDataRow<string>(s.Key));

    public static IEnumerable<TheoryDataRow<string>> KeysLeftOutByDefault =>
        SettingCatalogue.All.Where(s => s.IsCarriedOut && !s.IsSaidByDefault).Select(s => new TheoryDataRow<string>(s.Key));

    [Theory, MemberData(nameof(KeysLeftOutByDefault))]
    public void What_agents_learnt_later_is_judged_where_it_is_asked_for_only(string key)
    {
        var setting = SettingSamples.Find(key);
        var scope = setting.Scope == SettingScope.Flow ? PolicyScope.Phone : PolicyScope.Vm("work");
        var asked = PolicyPayload.Of(scope, [KeyValuePair.Create(key, setting.StrictestText)]);

        Assert.Equal(VerdictState.Unknown, StateOf(asked, []));
        Assert.Equal(VerdictState.Unknown, StateOf(asked, Observed((key, null))));
        Assert.Null(StateOf(asked, Observed((key, setting.StrictestText))));
        Assert.Contains(StateOf(asked, Observed((key, setting.DefaultText))), new[] { VerdictState.NonCompliant, VerdictState.Pending }.Cast<VerdictState?>());
        Assert.Null(StateOf(PolicyPayload.Of(scope, []), []));

        VerdictState? StateOf(PolicyPayload required, Dictionary<string, ObservedValue> observed) =>
            ComplianceCheck.Check(required, observed).Findings.FirstOrDefault(f => f.Setting == key)?.State;
    }

    [Theory, MemberData(nameof(KeysOfAVm))]
    public void What_was_not_seen_is_unknown_and_never_compliant(string key)
    {
        var observed = Observed();
        observed.Remove(key);

        Assert.Equal(VerdictState.Unknown, ComplianceCheck.Check(Required, observed).State);
        Assert.Equal(VerdictState.Unknown, ComplianceCheck.Check(Required, Observed((key, null))).State);
        Assert.Equal(VerdictState.Unknown, ComplianceCheck.Check(Required, Observed((key, "?"))).State);
    }

    [Fact]
    public void The_guests_word_on_its_own_setting_is_compliant_and_marked_claimed()
    {
        var observed = Observed();
        observed["screen.auto-lock"] = new("5m", Claimed: true);

        var verdict = ComplianceCheck.Check(Required, observed);

        Assert.Equal(VerdictState.Compliant, verdict.State);
        Assert.Equal(("screen.auto-lock", true), (Assert.Single(verdict.Findings).Setting, verdict.Findings[0].Claimed));
    }

    [Fact]
    public void The_guests_word_on_what_the_hypervisor_enforces_is_unknown()
    {
        var observed = Observed();
        observed["network.mode"] = new("none", Claimed: true);

        Assert.Equal(VerdictState.Unknown, ComplianceCheck.Check(Required, observed).State);
    }

    [Fact]
    public void A_key_that_this_program_does_not_know_is_an_unknown_finding()
    {
        var required = Payload("""{"v":1,"scope":"phone","values":{"camera.mode":"off","clipboard.direction":"none"}}""");

        var verdict = ComplianceCheck.Check(required, Flows());

        Assert.Equal(("camera.mode", VerdictState.Unknown), (Assert.Single(verdict.Findings).Setting, verdict.State));
    }

    [Fact]
    public void A_value_that_this_program_cannot_read_is_a_finding_even_when_the_strictest_holds()
    {
        var required = Payload("""{"v":1,"scope":"phone","values":{"clipboard.direction":"sideways"}}""");

        var verdict = ComplianceCheck.Check(required, Flows());

        Assert.Equal(("none", VerdictState.Unknown), (Assert.Single(verdict.Findings).Required, verdict.State));
    }

    public static IEnumerable<TheoryDataRow<string>> KeysThatNobodyCarriesOut =>
        SettingCatalogue.All.Where(s => !s.IsCarriedOut && s.Enforcement != Enforcement.Server).Select(s => new TheoryDataRow<string>(s.Key));

    [Theory, MemberData(nameof(KeysThatNobodyCarriesOut))]
    public void What_no_agent_carries_out_yet_is_unknown_whatever_is_observed_and_asks_nothing_by_default(string key)
    {
        var setting = SettingSamples.Find(key);
        var scope = setting.Scope == SettingScope.Flow ? PolicyScope.Phone : PolicyScope.Vm("work");
        var value = setting == LeaseOfflineBoots.Instance ? "3" : setting.StrictestText;
        var asked = PolicyPayload.Of(scope, [KeyValuePair.Create(key, value)]);

        Assert.Equal(VerdictState.Unknown, Finding(ComplianceCheck.Check(asked, Observed((key, value))), key)?.State);
        Assert.Null(Finding(ComplianceCheck.Check(PolicyPayload.Of(scope, []), Observed()), key));
        Assert.DoesNotContain(key, System.Text.Encoding.UTF8.GetString(
            EffectivePolicy.Of(PolicySet.Empty, Sources.Phone("p"), scope).ToPayload().Bytes.Span), StringComparison.Ordinal);

        static Finding? Finding(Verdict verdict, string key) => verdict.Findings.FirstOrDefault(f => f.Setting == key);
    }

    [Fact]
    public void A_verdict_is_as_bad_as_its_worst_finding()
    {
        var verdict = ComplianceCheck.Check(
            Required, Observed(("vm.memory", "1GiB"), ("vm.vcpus", null), ("network.mode", "internet")));

        Assert.Equal(VerdictState.NonCompliant, verdict.State);
        Assert.Equal(["network.mode", "vm.memory", "vm.vcpus"], verdict.Findings.Select(f => f.Setting));
    }

    private static Dictionary<string, ObservedValue> Flows() =>
        SettingCatalogue.Of(PolicyScope.Phone).ToDictionary(s => s.Key, s => new ObservedValue(s.StrictestText), StringComparer.Ordinal);

    private static PolicyPayload Payload(string text) => PolicyPayload.Read(Encoding.UTF8.GetBytes(text)).Payload!;

    // Everything as the required document and the defaults ask for it, but for what is given.
    private static Dictionary<string, ObservedValue> Observed(params (string Key, string? Text)[] other)
    {
        var observed = Required.Values.ToDictionary(v => v.Key.Key, v => new ObservedValue(v.Value), StringComparer.Ordinal);
        foreach (var (key, text) in other) observed[key] = new(text);
        return observed;
    }
}
