using Twofold.Fleet.Governors;
using Twofold.Fleet.PolicySets;
using Twofold.Fleet.Tests.Samples;
using Twofold.Fleet.Tests.World;
using Twofold.Fleet.Vms;
using Twofold.Protocol;

namespace Twofold.Fleet.Tests.Laws;

/// <summary>Above the budget two persons decide, and a token is no second person.</summary>
public sealed class TwoPersonTests
{
    private static readonly GrainRef<VmCommand, VmView> Vm = new(Sample.WorkVm);

    [Fact]
    public void A_wipe_through_ones_own_token_is_not_approved_by_oneself()
    {
        var pump = Started();
        pump.Tell(Vm, new VmCommand.Attach(Sample.ThePhone, "Ada's phone", "work", VmOwner.Organisation), Actor.System, new("phone", Sample.ThePhone));
        Assert.True(pump.Ask(Vm, new VmCommand.RequestWipe("o1", "left in a train"), Sample.Pipeline).Ok);
        pump.DeliverAll();
        Assert.Equal(WipeStep.Held, pump.View(Vm).Wipe?.Step);
        Assert.Equal("governor/own-order", Approve(pump, Sample.Ada));
        Assert.Null(Approve(pump, Sample.Bob));
    }

    [Fact]
    public void A_policy_through_ones_own_token_is_not_approved_by_oneself()
    {
        var pump = Started();
        var propose = new PolicySetCommand.Propose("r1", [new("a.yaml", "x")], "d1", 0, 5, "shorter leases");
        Assert.True(pump.Ask(PolicySets.PolicySets.Organisation, propose, Sample.Pipeline).Ok);
        pump.DeliverAll();
        Assert.Equal("governor/own-order", Approve(pump, Sample.Ada));
        Assert.Equal("governor/own-order", Approve(pump, Sample.Ada with { Id = "ADA" }));
        Assert.Null(Approve(pump, Sample.Bob));
    }

    [Fact]
    public void What_a_token_ordered_names_the_token_and_the_person_behind_it()
    {
        var pump = Started();
        pump.Ask(PolicySets.PolicySets.Organisation, new PolicySetCommand.Propose("r1", [new("a.yaml", "x")], "d1", 0, 5, ""), Sample.Pipeline);
        pump.DeliverAll();
        Assert.Equal("ada (token 7f00)", Assert.Single(pump.View(Governors.Governors.Organisation).Holds).RequestedBy);
    }

    private static Pump Started()
    {
        var pump = new Pump();
        pump.Govern(GovernorSettings.Of(0));
        return pump;
    }

    private static string? Approve(Pump pump, Actor actor) =>
        pump.Ask(Governors.Governors.Organisation, new GovernorCommand.Approve("hold-1", 1), actor).Code;
}
