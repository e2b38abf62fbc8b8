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
        pump.Ask(Governors.Governors.Organisation, new GovernorCommand.Approve("o1"), Sample.Bob);
        Assert.Equal(3, View(pump).SpentThisHour);
        Charge(pump, "o2", 1);
        Assert.Equal("o2", Assert.Single(View(pump).Holds).OrderId);
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
            Charge(pump, $"order-{n}", 1);
        }

        Assert.InRange(pump.Stored(Governors.Governors.Organisation.Id)!.State.Length, 1, 2000);
    }

    [Fact]
    public void One_order_more_than_may_wait_is_turned_away()
    {
        var pump = new Pump();
        Configure(pump, 0);
        for (var n = 0; n < GovernorView.MaxHolds; n++) Charge(pump, $"o{n}", 1);
        Assert.Equal(GovernorView.MaxHolds, View(pump).Holds.Length);
        Charge(pump, "one-more", 1);
        Assert.Equal(GovernorView.MaxHolds, View(pump).Holds.Length);
        Assert.Equal("turned-away", pump.Events[^1].Type);
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
            if (pump.Events.Skip(before).Any(e => e.Type == "Charged")) yield return (pump.Now, vms);
        }
    }

    private static void ApproveOldest(Pump pump, Actor actor)
    {
        if (View(pump).Holds is not [var oldest, ..]) return;
        var reply = pump.Ask(Governors.Governors.Organisation, new GovernorCommand.Approve(oldest.OrderId), actor);
        Assert.Equal(actor == Sample.Ada ? "governor/own-order" : null, reply.Code);
    }

    private static void Configure(Pump pump, int budget) =>
        Assert.True(pump.Ask(Governors.Governors.Organisation, new GovernorCommand.Configure(budget), Actor.System).Ok);

    private static void Charge(Pump pump, string order, int vms) => Assert.True(pump.Tell(
        Governors.Governors.Organisation, new GovernorCommand.Charge(order, "x", vms, "ada", "why not"), Sample.Ada, Sample.WorkVm).Ok);

    private static GovernorView View(Pump pump) => pump.View(Governors.Governors.Organisation);
}
