using Twofold.Fleet.Governors;
using Twofold.Fleet.Tests.Samples;
using Twofold.Fleet.Tests.World;

namespace Twofold.Fleet.Tests.Laws;

public sealed class BudgetTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void No_hour_sees_more_than_the_budget_put_at_risk_unapproved() => Law.Holds(120, 80, choices =>
    {
        var budget = choices.Length % 7;
        var passed = Run(budget, choices).ToList();
        Assert.All(passed, first => Assert.True(
            passed.Where(p => p.At >= first.At && p.At < first.At + Hour).Sum(p => p.Vms) <= budget, $"more than {budget} within an hour of {first.At}"));
    });

    [Fact]
    public void An_approved_order_counts_in_the_hour()
    {
        var pump = new Pump();
        Configure(pump, 2);
        Charge(pump, "o1", 3);
        Assert.True(pump.Ask(Governors.Governors.Organisation, new GovernorCommand.Approve("hold-1", 1), Sample.Bob).Ok);
        Assert.Equal(3, View(pump).SpentThisHour);
        Assert.Equal(0, View(pump).SpentThisDay);
        Charge(pump, "o2", 1);
        Assert.Equal("hold-2", Assert.Single(View(pump).Holds).Id);
    }

    [Fact]
    public void What_was_spent_is_free_again_after_an_hour_and_leaves_the_state()
    {
        var pump = new Pump();
        Configure(pump, 1);
        Charge(pump, "o1", 1);
        pump.Now += Hour + TimeSpan.FromMinutes(1);
        Assert.Equal(0, View(pump).SpentThisHour);
        Charge(pump, "o2", 1);
        Assert.Empty(View(pump).Holds);
    }

    [Fact]
    public void The_governor_stays_small_over_a_thousand_days()
    {
        var pump = new Pump();
        Configure(pump, 1000);
        for (var n = 0; n < 3000; n++)
        {
            pump.Now += TimeSpan.FromHours(8);
            Charge(pump, $"order-{n}", 1, Sample.Ada with { Id = $"ada-{n}" });
        }

        Assert.InRange(pump.Stored(Governors.Governors.Organisation.Id)!.State.Length, 1, 2000);
    }

    [Fact]
    public void Orders_of_one_person_for_one_reason_wait_in_one_hold_and_the_governor_stays_small()
    {
        var pump = new Pump();
        Configure(pump, 0);
        for (var n = 0; n < 1000; n++) Charge(pump, $"order-{n:D5}", 1);
        var hold = Assert.Single(View(pump).Holds);
        Assert.Equal((1000, 1000, 1000L, 10), (hold.Orders, hold.Left, hold.Vms, hold.Pages));
        Assert.InRange(pump.Stored(Governors.Governors.Organisation.Id)!.State.Length, 1, 8000);
        pump.DeliverAll();
        Assert.Equal(1000, Enumerable.Range(0, 10).Sum(p => pump.View(HoldPages.HoldPages.Page(hold.Id, p)).Orders.Length));
    }

    [Fact]
    public void Ever_other_reasons_open_no_more_than_seventeen_holds_and_nothing_is_lost()
    {
        var pump = new Pump();
        Configure(pump, 0);
        for (var n = 0; n < 300; n++) Charge(pump, $"o{n}", 1, reason: $"reason {n}");
        var holds = View(pump).Holds;
        Assert.Equal(17, holds.Length);
        Assert.Equal(300, holds.Sum(h => h.Orders));
    }

    [Fact]
    public void What_would_need_one_hold_more_than_may_wait_is_turned_away()
    {
        var pump = new Pump();
        Configure(pump, 0);
        for (var n = 0; n < GovernorView.MaxHolds; n++) Charge(pump, $"o{n}", 1, Sample.Ada with { Id = $"ada-{n}" });
        Assert.Equal(GovernorView.MaxHolds, View(pump).Holds.Length);
        Charge(pump, "one-more", 1, Sample.Ada with { Id = "one-more" });
        Assert.Equal(GovernorView.MaxHolds, View(pump).Holds.Length);
        Assert.Equal("turned-away", pump.Events[^1].Type);
    }

    [Fact]
    public void A_hold_is_approved_as_it_was_seen_and_takes_no_more_orders_after_a_while()
    {
        var pump = new Pump();
        Configure(pump, 0);
        Charge(pump, "o1", 1);
        Charge(pump, "o2", 1);
        Assert.Equal("governor/hold-grew", pump.Ask(Governors.Governors.Organisation, new GovernorCommand.Approve("hold-1", 1), Sample.Bob).Code);
        pump.Now += TimeSpan.FromMinutes(15);
        Charge(pump, "o3", 1);
        Assert.Equal([2, 1], View(pump).Holds.Select(h => h.Orders));
        Assert.True(pump.Ask(Governors.Governors.Organisation, new GovernorCommand.Approve("hold-1", 2), Sample.Bob).Ok);
        Assert.Equal("governor/answered", pump.Ask(Governors.Governors.Organisation, new GovernorCommand.Approve("hold-1", 2), Sample.Bob).Code);
    }

    private static IEnumerable<(DateTimeOffset At, int Vms)> Run(int budget, int[] choices)
    {
        var pump = new Pump();
        Configure(pump, budget);
        for (var n = 0; n < choices.Length; n++)
        {
            pump.Now = pump.Now.AddSeconds(choices[n] % 900);
            var before = pump.Events.Count;
            var vms = choices[n] % 3;
            if (choices[n] % 5 == 0) ApproveOldest(pump, choices[n] % 2 == 0 ? Sample.Ada : Sample.Bob);
            else Charge(pump, $"o{n}", vms);
            if (pump.Events.Skip(before).Any(e => e.Type == "charged")) yield return (pump.Now, vms);
        }
    }

    private static void ApproveOldest(Pump pump, Actor actor)
    {
        if (View(pump).Holds is not [var oldest, ..]) return;
        var reply = pump.Ask(Governors.Governors.Organisation, new GovernorCommand.Approve(oldest.Id, oldest.Orders), actor);
        Assert.Equal(actor == Sample.Ada ? "governor/own-order" : null, reply.Code);
    }

    private static void Configure(Pump pump, int budget) => pump.Govern(GovernorSettings.Of(budget));

    private static void Charge(Pump pump, string order, int vms, Actor? actor = null, string reason = "why not") => Assert.True(pump.Tell(
        Governors.Governors.Organisation, new GovernorCommand.Charge(order, Effect.Wipe, "x", vms, reason), actor ?? Sample.Ada, Sample.WorkVm).Ok);

    private static GovernorView View(Pump pump) => pump.View(Governors.Governors.Organisation);
}
