using Twofold.Fleet.Governors;
using Twofold.Fleet.Operators;
using Twofold.Fleet.Phones;
using Twofold.Fleet.Tests.Samples;

namespace Twofold.Fleet.Tests.Ways;

/// <summary>What someone with one account and every right tries so that more VMs are put at risk than the budgets let pass.</summary>
public sealed class WaysRoundTests
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>Everything that work data may become unreadable by.</summary>
    public static TheoryData<Effect> Destructive => [.. Enum.GetValues<Effect>().Where(e => !e.OnWhoDecides())];

    [Theory]
    [MemberData(nameof(Destructive))]
    public void Whatever_it_is_called_what_makes_data_unreadable_is_counted_and_held_above_the_budget(Effect effect)
    {
        var office = new Office("mallory", "bob");
        var one = office.Pump.Tell(Governors.Governors.Organisation, new GovernorCommand.Charge("o1", effect, "x", Office.Budget, "why"), office.Person("mallory"), Sample.WorkVm);
        var more = office.Pump.Tell(Governors.Governors.Organisation, new GovernorCommand.Charge("o2", effect, "x", 1, "why"), office.Person("mallory"), Sample.WorkVm);
        Assert.True(one.Ok && more.Ok);
        Assert.Equal(effect, Assert.Single(office.Governor.Holds).Effect);
        Assert.Equal(Office.Budget, office.Governor.SpentThisHour);
    }

    [Theory]
    [InlineData(PhoneBar.Removed, Effect.Removal)]
    [InlineData(PhoneBar.Revoked, Effect.Revocation)]
    public void Removing_phones_and_revoking_their_certificates_is_held_above_the_budget(PhoneBar bar, Effect effect)
    {
        var office = new Office("mallory", "bob");
        office.Bar(office.Person("mallory"), phones: 8, bar);
        Assert.Equal(Office.Budget, office.Barred);
        var hold = Assert.Single(office.Governor.Holds);
        Assert.Equal((effect, 8 - Office.Budget), (hold.Effect, hold.Left));
    }

    [Fact]
    public void Labels_that_let_a_stricter_policy_reach_phones_are_held_above_the_budget_and_nothing_of_them_holds_meanwhile()
    {
        var office = new Office("mallory", "bob");
        office.Label(office.Person("mallory"), phones: 8);
        Assert.Equal(Office.Budget, office.Labelled);
        var hold = Assert.Single(office.Governor.Holds);
        Assert.Equal((Effect.LeaseShortened, 8 - Office.Budget), (hold.Effect, hold.Left));
        office.After(Office.RoleAge);
        Assert.Equal(["governor/own-order"], office.ApproveAll(office.Person("mallory")));
        Assert.Equal(["approved"], office.ApproveAll(office.Person("bob")));
        Assert.Equal(8, office.Labelled);
    }

    [Fact]
    public void A_phone_that_enrols_again_with_other_labels_keeps_its_own_while_it_has_a_work_VM()
    {
        var office = new Office("mallory", "bob");
        office.Join(1, Sample.Labels);
        office.Join(1, Office.Strict);
        Assert.Equal(0, office.Labelled);
        office.Join(2, Office.Strict);
        Assert.Equal(1, office.Labelled);
    }

    [Fact]
    public void A_token_spends_what_its_issuer_may_and_is_no_second_person()
    {
        var office = new Office("mallory", "bob");
        office.Wipe(office.Person("mallory"), 2);
        office.Wipe(office.TokenOf("mallory"), 5);
        Assert.Equal(Office.Budget, office.AtRisk);
        Assert.All(office.ApproveAll(office.Person("mallory")), code => Assert.Equal("governor/own-order", code));
        Assert.All(office.ApproveAll(office.TokenOf("bob")), code => Assert.Equal("governor/person-only", code));
        Assert.Equal(Office.Budget, office.AtRisk);
    }

    [Fact]
    public void Patience_does_not_help_the_day_is_counted_too()
    {
        var office = new Office("mallory", "bob");
        for (var hour = 0; hour < 23; hour++)
        {
            office.Wipe(office.Person("mallory"), Office.Budget);
            office.After(TimeSpan.FromMinutes(61));
        }

        Assert.Equal(2 * Office.Budget, office.AtRisk);
    }

    [Fact]
    public void Many_accounts_of_one_role_share_what_the_role_and_the_organisation_may()
    {
        var office = new Office("mallory", "bob");
        foreach (var name in new[] { "h1", "h2", "h3", "h4", "h5" })
        {
            Assert.Null(office.Follow(name, office.Invite(office.Person("mallory"), name, Role.Helpdesk)));
            office.Wipe(office.Person(name), Office.Budget);
            office.After(TimeSpan.FromMinutes(61));
        }

        Assert.Equal(3 * Office.Budget, office.AtRisk);
    }

    [Fact]
    public void A_restored_server_gives_no_budget_back()
    {
        var office = new Office("mallory", "bob");
        Assert.True(office.Pump.Ask(Governors.Governors.Organisation, new GovernorCommand.AfterRestore("r1"), Actor.System).Ok);
        office.Wipe(office.Person("mallory"), 5);
        office.After(Day - TimeSpan.FromMinutes(1));
        office.Wipe(office.Person("mallory"), 5);
        Assert.Equal(0, office.AtRisk);
        office.After(TimeSpan.FromMinutes(1));
        office.Wipe(office.Person("mallory"), 5);
        Assert.Equal(Office.Budget, office.AtRisk);
    }

    [Fact]
    public void Orders_under_ever_other_reasons_are_held_and_none_is_lost()
    {
        var office = new Office("mallory", "bob");
        for (var n = 0; n < 60; n++) office.Wipe(office.Person("mallory"), 1, $"reason {n}");
        Assert.Equal(Office.Budget, office.AtRisk);
        Assert.Equal(60 - Office.Budget, office.Governor.Holds.Sum(h => h.Left));
    }

    [Fact]
    public void A_second_person_releases_all_that_waits_in_one_hold_at_once()
    {
        var office = new Office("mallory", "bob");
        office.After(Office.RoleAge);
        office.Wipe(office.Person("mallory"), 250);
        Assert.Equal(["approved"], office.ApproveAll(office.Person("bob")));
        Assert.Equal(250, office.AtRisk);
        Assert.Empty(office.Governor.Holds);
    }
}
