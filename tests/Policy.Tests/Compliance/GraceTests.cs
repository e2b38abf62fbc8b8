namespace Twofold.Policies.Tests;

/// <summary>Verdicts with regard to time.</summary>
public sealed class GraceTests
{
    private static readonly Escalation Terms = ComplianceEscalation.Instance.Parse("lock 3d; for vm.memory notify").Value;

    [Fact]
    public void A_rule_with_days_left_is_in_grace_and_one_without_is_not()
    {
        Assert.Equal(VerdictState.InGrace, After(Broken("network.mode"), _ => false).State);
        Assert.Equal(VerdictState.NonCompliant, After(Broken("network.mode"), _ => true).State);
        Assert.Equal(VerdictState.NonCompliant, After(Broken("vm.memory"), _ => false).State);
        Assert.Equal(VerdictState.NonCompliant, After(Broken("network.mode", "vm.memory"), _ => false).State);
        Assert.Equal(["network.mode"], After(Broken("network.mode", "vm.memory"), _ => false).Findings.Where(f => f.State == VerdictState.InGrace).Select(f => f.Setting));
    }

    [Fact]
    public void What_is_not_known_is_never_in_grace()
    {
        var unknown = new Verdict(VerdictState.Unknown, [new("network.mode", VerdictState.Unknown, "none", null, "wait", Claimed: false)]);

        Assert.Same(unknown, After(unknown, _ => false));
    }

    [Fact]
    public void Without_escalation_nothing_is_in_grace()
    {
        var broken = Broken("network.mode");

        Assert.Same(broken, Grace.In(broken, ComplianceEscalation.Instance.Default, _ => false));
    }

    private static Verdict After(Verdict verdict, Func<string, bool> isOverdue) => Grace.In(verdict, Terms, isOverdue);

    private static Verdict Broken(params string[] settings) => new(
        VerdictState.NonCompliant, [.. settings.Select(s => new Finding(s, VerdictState.NonCompliant, "none", "internet", "push the policy again", Claimed: false))]);
}
