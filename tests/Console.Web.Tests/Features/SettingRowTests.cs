using System.Collections.Immutable;
using Twofold.Policies;
using Twofold.Web.Desk;
using Twofold.Web.Features.Phones;

namespace Twofold.Web.Tests.Features;

public sealed class SettingRowTests
{
    [Fact]
    public void What_asks_nothing_of_a_phone_has_no_row_that_could_call_it_compliant() => Assert.Equal(
        SettingCatalogue.All.Where(s => s.IsSaidByDefault && s.Scope == SettingScope.Vm).Select(s => s.Key).Order(StringComparer.Ordinal),
        Rows("vm.memory: 512MiB").Select(r => r.Key));

    [Fact]
    public void What_a_policy_asks_and_no_agent_carries_out_has_a_row_that_says_unknown()
    {
        var row = Rows("screen.capture: blocked").Single(r => r.Key == "screen.capture");
        Assert.Equal(("blocked", "unknown"), (row.Required, row.Verdict.Word));
        Assert.Contains("no agent carries out", row.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_a_value_comes_from_is_said_with_line_revision_author_and_who_approved()
    {
        Assert.Equal(["from p (p.yaml:4), revision 3 by ada"], Rows("screen.capture: blocked").Single(r => r.Key == "screen.capture").Why);
        Assert.Equal(["from p (p.yaml:4), revision 3 by ada, approved by ben"], Rows("screen.capture: blocked", "ben").Single(r => r.Key == "screen.capture").Why);
        Assert.Equal(["the default: no policy says anything"], Rows("screen.capture: blocked").Single(r => r.Key == "network.mode").Why);
    }

    private static IReadOnlyList<SettingRow> Rows(string setting, string? approved = null)
    {
        var set = PolicySet.Read([new SourceFile("p.yaml", $"apiVersion: twofold/v1\nkind: Policy\nmetadata: {{ name: p }}\nspec: {{ settings: {{ {setting} }} }}\n")]).Set!;
        var effective = EffectivePolicy.Of(set, new PhoneFacts("phone-1", ImmutableSortedDictionary<string, string>.Empty), PolicyScope.Vm("work"));
        var observed = ImmutableSortedDictionary<string, ObservedValue>.Empty;
        return SettingRow.Of(new ExplainedScope(PolicyScope.Vm("work"), effective.Values, ComplianceCheck.Check(effective.ToPayload(), observed), observed), new(3, "ada", approved, null));
    }
}
