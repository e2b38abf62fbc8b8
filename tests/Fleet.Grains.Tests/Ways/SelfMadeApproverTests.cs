using Twofold.Fleet.Governors;
using Twofold.Fleet.Operators;

namespace Twofold.Fleet.Tests.Ways;

/// <summary>Someone with one account tries to become two persons.</summary>
public sealed class SelfMadeApproverTests
{
    private static readonly TimeSpan Long = TimeSpan.FromDays(60);

    [Fact]
    public void Nobody_approves_in_the_first_days_of_an_installation_so_everything_above_the_budget_waits()
    {
        var office = new Office("ada", "bob");
        office.Wipe(office.Person("ada"), 5);
        Assert.Equal(["governor/role-too-new"], office.ApproveAll(office.Person("bob")));
        office.After(Office.RoleAge);
        Assert.Equal(["approved"], office.ApproveAll(office.Person("bob")));
    }

    [Fact]
    public void An_approver_whom_one_invited_oneself_is_not_let_in_without_a_second_person()
    {
        var office = new Office("mallory", "bob");
        office.After(Long);
        var link = office.Invite(office.Person("mallory"), "puppet", Role.Approver);
        Assert.Equal("operator/unknown", office.Follow("puppet", link));
        Assert.Equal(["governor/own-order"], office.ApproveAll(office.Person("mallory")));
        office.After(Long);
        Assert.Equal("operator/unknown", office.Follow("puppet", link));
    }

    [Fact]
    public void An_approver_whom_two_persons_admitted_waits_and_then_grows_old_before_they_count()
    {
        var office = new Office("mallory", "bob");
        office.After(Office.RoleAge);
        office.Wipe(office.Person("mallory"), 5);
        var link = office.Invite(office.Person("mallory"), "carol", Role.Approver);
        var grant = office.Governor.Holds.Single(h => h.Effect == Effect.RightsGranted);
        Assert.Null(office.Pump.Ask(Governors.Governors.Organisation, new GovernorCommand.Approve(grant.Id, 1), office.Person("bob")).Code);
        Assert.Equal(office.Pump.Now + Office.Wait, office.Governor.Holds.Single(h => h.Id == grant.Id).Due);
        office.After(Office.Wait - TimeSpan.FromSeconds(1));
        Assert.Equal("operator/unknown", office.Follow("carol", link));
        office.After(TimeSpan.FromSeconds(1));
        Assert.Null(office.Follow("carol", link));
        Assert.Equal(["governor/role-too-new"], office.ApproveAll(office.Person("carol")));
        office.After(Office.RoleAge);
        Assert.Equal(["approved"], office.ApproveAll(office.Person("carol")));
    }

    [Fact]
    public void What_was_agreed_on_is_cancelled_by_any_approver_while_it_waits()
    {
        var office = new Office("mallory", "bob", "carol");
        office.After(Office.RoleAge);
        var link = office.Invite(office.Person("mallory"), "puppet", Role.Owner);
        Assert.Equal(["approved"], office.ApproveAll(office.Person("bob")));
        Assert.Null(office.Reject(office.Person("carol"), Assert.Single(office.Governor.Holds).Id));
        office.After(Long);
        Assert.Equal("operator/unknown", office.Follow("puppet", link));
    }

    [Fact]
    public void Someone_let_in_alone_orders_nothing_that_whoever_let_them_in_approves()
    {
        var office = new Office("mallory", "bob");
        Assert.Null(office.Follow("puppet", office.Invite(office.Person("mallory"), "puppet", Role.Helpdesk)));
        office.After(Long);
        office.Wipe(office.Person("puppet"), 10);
        office.Wipe(office.TokenOf("puppet"), 10);
        Assert.All(office.ApproveAll(office.Person("mallory")), code => Assert.Equal("governor/own-making", code));
        Assert.Equal(Office.Budget, office.AtRisk);
        Assert.All(office.ApproveAll(office.Person("bob")), code => Assert.Equal("approved", code));
    }

    [Fact]
    public void A_role_that_is_raised_to_approver_needs_a_second_person_too()
    {
        var office = new Office("mallory", "bob");
        Assert.Null(office.Follow("puppet", office.Invite(office.Person("mallory"), "puppet", Role.Viewer)));
        office.After(Long);
        office.Assign(office.Person("mallory"), "puppet", Role.Approver);
        office.After(Long);
        Assert.DoesNotContain(Capability.HoldApprove, office.Person("puppet").Capabilities);
    }

    [Fact]
    public void A_scope_that_is_lifted_from_an_approver_needs_a_second_person_too()
    {
        var office = new Office("mallory", "bob");
        Assert.Null(office.Follow("puppet", office.Invite(office.Person("mallory"), "puppet", Role.Approver, site: "bern")));
        Assert.DoesNotContain(office.Governor.Approvers, a => a.Person == "puppet");
        office.Assign(office.Person("mallory"), "puppet", Role.Approver);
        office.After(Long);
        Assert.DoesNotContain(office.Governor.Approvers, a => a.Person == "puppet");
    }

    [Fact]
    public void A_new_password_makes_an_approver_new_again()
    {
        var office = new Office("mallory", "bob", "carol");
        office.After(Long);
        office.Disable(office.Person("mallory"), "carol");
        Assert.False(office.IsActive("carol"));
        var link = office.Invite(office.Person("mallory"), "carol", Role.Approver);
        Assert.Equal(["approved"], office.ApproveAll(office.Person("bob")));
        office.After(Office.Wait);
        Assert.Null(office.Follow("carol", link));
        office.Wipe(office.Person("mallory"), 5);
        Assert.Equal(["governor/role-too-new"], office.ApproveAll(office.Person("carol")));
    }

    [Fact]
    public void The_last_other_approver_is_removed_by_two_persons_and_after_a_wait()
    {
        var office = new Office("mallory", "bob");
        office.After(Long);
        office.Disable(office.Person("mallory"), "bob");
        Assert.Equal(["governor/own-order"], office.ApproveAll(office.Person("mallory")));
        office.After(Long);
        Assert.True(office.IsActive("bob"));
        Assert.Equal(["approved"], office.ApproveAll(office.Person("bob")));
        Assert.True(office.IsActive("bob"));
        office.After(Office.Wait);
        Assert.False(office.IsActive("bob"));
    }

    [Fact]
    public void A_change_that_waits_is_no_shield_against_being_disabled()
    {
        var office = new Office("mallory", "bob");
        Assert.Null(office.Follow("puppet", office.Invite(office.Person("mallory"), "puppet", Role.Helpdesk)));
        office.Assign(office.Person("mallory"), "puppet", Role.Owner);
        Assert.Single(office.Governor.Holds);
        office.Disable(office.Person("bob"), "puppet");
        Assert.False(office.IsActive("puppet"));
        Assert.Empty(office.Governor.Holds);
    }

    [Fact]
    public void The_only_owner_admits_the_second_by_waiting_and_cannot_wait_for_a_wipe()
    {
        var office = new Office("ada");
        office.After(Long);
        office.Wipe(office.Person("ada"), 5);
        var link = office.Invite(office.Person("ada"), "bob", Role.Admin);
        Assert.Equal("operator/unknown", office.Follow("bob", link));
        office.After(Office.Wait);
        Assert.Null(office.Follow("bob", link));
        office.After(Long);
        Assert.Equal(Office.Budget, office.AtRisk);
        Assert.Equal(["approved"], office.ApproveAll(office.Person("bob")));
    }

    [Theory]
    [InlineData(1000, 72, 24)]
    [InlineData(3, 0, 24)]
    [InlineData(3, 72, 0)]
    public void Higher_budgets_younger_roles_and_shorter_waits_need_two_persons_and_a_wait(int perHour, int roleAge, int wait)
    {
        var office = new Office("mallory", "bob");
        office.After(Long);
        var wanted = GovernorSettings.Of(perHour) with { RoleAge = TimeSpan.FromHours(roleAge), LooseningWait = TimeSpan.FromHours(wait) };
        Assert.Null(office.Loosen(office.Person("mallory"), wanted));
        Assert.Equal("governor/loosening-waits", office.Loosen(office.Person("mallory"), wanted with { RoleAge = TimeSpan.Zero }));
        Assert.Equal(["governor/own-order"], office.ApproveAll(office.Person("mallory")));
        office.After(Long);
        Assert.NotEqual(wanted, office.Governor.Settings);
        Assert.Equal(["approved"], office.ApproveAll(office.Person("bob")));
        Assert.NotEqual(wanted, office.Governor.Settings);
        office.After(Office.Wait);
        Assert.Equal(wanted, office.Governor.Settings);
    }

    [Fact]
    public void A_loosening_that_was_agreed_on_waits_anew_after_a_restore()
    {
        var office = new Office("mallory", "bob");
        office.After(Long);
        office.Loosen(office.Person("mallory"), GovernorSettings.Of(1000));
        office.ApproveAll(office.Person("bob"));
        office.After(Office.Wait - TimeSpan.FromMinutes(1));
        office.Pump.Ask(Governors.Governors.Organisation, new GovernorCommand.AfterRestore("r1"), Actor.System);
        office.After(TimeSpan.FromHours(1));
        Assert.Equal(Office.Budget, office.Governor.VmsPerHour);
        office.After(Office.Wait);
        Assert.Equal(1000, office.Governor.VmsPerHour);
    }
}
