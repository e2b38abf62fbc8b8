using System.Collections.Immutable;
using Twofold.Policies;
using Twofold.Web.Desk;
using Twofold.Web.Features.Phones;

namespace Twofold.Web.Tests.Features;

public sealed class SettingRowTests
{
    [Fact]
    public void What_asks_nothing_of_a_phone_has_no_row_that_could_call_it_compliant() => Assert.Equal(
        SettingCatalogue.CarriedOut.Where(s => s.Scope == SettingScope.Vm).Select(s => s.Key).Order(StringComparer.Ordinal),
        Rows("vm.memory: 512MiB").Select(r => r.Key));

    [Fact]
    public void What_a_policy_asks_and_no_agent_carries_out_has_a_row_that_says_unknown()
    {
        var row = Rows("screen.capture: blocked").Single(r => r.Key == "screen.capture");
        Assert.Equal(("blocked", "unknown"), (row.Required, row.Verdict.Word));
        Assert.Contains("no agent carries out", row.Remedy, StringComparison.Ordinal);
    }

    private static IReadOnlyList<SettingRow> Rows(string setting)
    {
        var set = PolicySet.Read([new SourceFile("p.yaml", $"apiVersion: twofold/v1\nkind: Policy\nmetadata: {{ name: p }}\nspec: {{ settings: {{ {setting} }} }}\n")]).Set!;
        var effective = EffectivePolicy.Of(set, new PhoneFacts("phone-1", ImmutableSortedDictionary<string, string>.Empty), PolicyScope.Vm("work"));
        var observed = ImmutableSortedDictionary<string, ObservedValue>.Empty;
        return SettingRow.Of(new ExplainedScope(PolicyScope.Vm("work"), effective.Values, ComplianceCheck.Check(effective.ToPayload(), observed), observed));
    }
}
