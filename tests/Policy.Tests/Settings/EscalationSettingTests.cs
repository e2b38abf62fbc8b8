namespace Twofold.Policies.Tests;

/// <summary>Steps for every rule and other ones for single rules, in one value.</summary>
public sealed class EscalationSettingTests
{
    private static ComplianceEscalation Setting => ComplianceEscalation.Instance;

    [Fact]
    public void A_rule_that_is_named_has_its_own_days_and_every_other_the_common_ones()
    {
        var value = Setting.Parse("lock 3d; for unlock.length lock 7d, wipe 14d; for camera.access notify").Value;

        Assert.Equal(new EscalationSteps(3, null), value.Of("vm.memory"));
        Assert.Equal(new EscalationSteps(7, 14), value.Of("unlock.length"));
        Assert.Equal(EscalationSteps.None, value.Of("camera.access"));
    }

    [Theory]
    [InlineData("lock 3d", "notify; for vm.memory lock 9d", "vm.memory", 3)]
    [InlineData("notify; for vm.memory lock 9d", "lock 12d; for vm.memory notify", "vm.memory", 9)]
    [InlineData("notify; for vm.memory lock 9d", "lock 12d; for vm.memory notify", "vm.vcpus", 12)]
    public void No_policy_gives_a_rule_more_days_than_another(string one, string other, string rule, int days) =>
        Assert.Equal(days, Setting.Parse(Setting.JoinText(one, other)).Value.Of(rule).LockDays);

    [Fact]
    public void Days_are_counted_from_the_first_time()
    {
        var (since, steps) = (DateTimeOffset.UnixEpoch, new EscalationSteps(14, 3));

        Assert.Equal((since.AddDays(14), since.AddDays(3), since.AddDays(3)), (steps.LockAt(since), steps.WipeAt(since), steps.GraceEnd(since)));
        Assert.Equal((null, null, null), (EscalationSteps.None.LockAt(since), EscalationSteps.None.WipeAt(since), EscalationSteps.None.GraceEnd(since)));
    }

    [Fact]
    public void Every_setting_but_escalation_itself_is_a_rule() => Assert.All(
        SettingCatalogue.All, s => Assert.Equal(s != Setting, Setting.Parse($"notify; for {s.Key} lock 1d").IsRead));
}
