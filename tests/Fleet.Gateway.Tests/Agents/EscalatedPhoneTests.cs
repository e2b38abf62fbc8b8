using System.Collections.Immutable;
using Twofold.Device.Ports;
using Twofold.Fleet.Gateway.Tests.Composing;
using Twofold.Fleet.Gateway.Tests.Rig;
using Twofold.Fleet.Governors;
using Twofold.Fleet.Operators;
using Twofold.Fleet.Phones;
using Twofold.Fleet.PolicySets;
using Twofold.Fleet.Vms;
using Twofold.Policies;
using Twofold.Protocol;
using Twofold.Simulator;

namespace Twofold.Fleet.Gateway.Tests.Agents;

/// <summary>A phone that runs the real agent stays out of compliance, days pass, and every step against it waits for a second person.</summary>
public sealed class EscalatedPhoneTests : IAsyncLifetime
{
    private const string Closed = """
        apiVersion: twofold/v1
        kind: Policy
        metadata: { name: closed }
        spec:
          settings:
            network.mode: none
            compliance.escalation: lock 3d, wipe 14d
        """;

    private static readonly string Id = PhoneId.From("simulated-sim-0001");
    private static readonly Actor Bob = new(ActorKind.Person, "bob", [Capability.HoldApprove]);

    private readonly TestFolder _folder = new();
    private GatewayRig _rig = null!;
    private SimulatedFleet _phones = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await GatewayRig.StartAsync();
        await SeatAsync(Bob.Id);
        var options = new SimulationOptions(1, _folder.In("phones")) { ObserveEvery = TimeSpan.FromMilliseconds(200) };
        var code = new EnrolmentCode(_rig.Address, (await _rig.TokenAsync("phone")).Text(), _rig.Authority.RootFingerprint).Text();
        _phones = await SimulatedFleet.StartAsync(options with { Codes = options.Names.ToImmutableDictionary(n => n, _ => code) }, CancellationToken.None);
        await _rig.SeeAsync(Id, p => p is { Settled: true, Desired.Vms: [{ Policy: not null }], Report.Work: [{ State: GuestState.Running }] });
    }

    public async ValueTask DisposeAsync()
    {
        await _phones.DisposeAsync();
        await _rig.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_phone_that_stays_out_of_compliance_is_locked_and_then_wiped_once_a_second_person_agrees_and_the_personal_vm_runs_on()
    {
        var personal = Assert.Single((await _rig.ViewAsync(Id)).Report!.Personal);
        await BreakAsync();
        await HoldEverythingAsync();

        _rig.Time.Advance(TimeSpan.FromDays(3));
        await SeeAsync(vm => vm is { Lock.Step: LockStep.Held, State: GuestState.Running });
        await ApproveAsync(Effect.Lock);
        await SeeAsync(vm => vm is { Lock.Step: LockStep.Locked, State: GuestState.Suspended, Wipe: null });

        _rig.Time.Advance(TimeSpan.FromDays(11));
        await SeeAsync(vm => vm is { Wipe.Step: WipeStep.Held, State: GuestState.Suspended });
        await ApproveAsync(Effect.Wipe);
        var wiped = await SeeAsync(vm => vm.Wipe?.Step == WipeStep.Proved);

        Assert.True(wiped.Wipe!.Receipt!.Complete);
        Assert.Equal(("twofold", "out of compliance for longer than policy allows: network.mode"), (wiped.Wipe.RequestedBy, wiped.Wipe.Reason));
        var after = await _rig.SeeAsync(Id, p => p is { Orders: [], Report.Work: [{ State: GuestState.Absent }] });
        Assert.Equal((0, 0), (after.Escalating.Length, after.Steps.Length));
        Assert.Equal(personal, Assert.Single(after.Report!.Personal));
    }

    [Fact]
    public async Task A_phone_that_is_mended_in_its_days_of_grace_loses_nothing()
    {
        await BreakAsync();
        _rig.Time.Advance(TimeSpan.FromDays(2));
        _phones.Phones[0].Hardware.Before = null;
        await _rig.SeeAsync(Id, p => p is { Settled: true, Verdict: not VerdictState.InGrace, Escalating: [] });
        _rig.Time.Advance(TimeSpan.FromDays(30));

        var vm = await SeeAsync(seen => seen.State == GuestState.Running);
        Assert.Equal((null, null), (vm.Lock, vm.Wipe));
    }

    // From now on the phone's network cannot be closed, and policy wants it closed.
    private async Task BreakAsync()
    {
        _phones.Phones[0].Hardware.Before = (step, _) =>
        {
            if (step == "SetNetwork") throw new DeviceException(DeviceCodes.LinkFailed, "the link stays as it is");
        };
        await ComposerTests.ProposeAsync(_rig, 1, new PolicyFile("closed.yaml", Closed));
        var broken = await _rig.SeeAsync(Id, p => p.Verdict == VerdictState.InGrace);
        Assert.Equal(("work", "network.mode"), (Assert.Single(broken.Escalating).Slot, broken.Escalating[0].Setting));
    }

    private async Task HoldEverythingAsync()
    {
        var nothing = GovernorSettings.Of(100) with { Organisation = new(0, 0) };
        Assert.True((await _rig.Fleet.AskAsync(Governors.Governors.Organisation, new GovernorCommand.Configure(nothing), Actor.System)).Ok);
    }

    private async Task ApproveAsync(Effect effect)
    {
        var governor = await Eventually.SeeAsync(
            async () => (await _rig.Fleet.ViewAsync(Governors.Governors.Organisation)).View, g => g.Holds is [{ Effect: var held }] && held == effect);
        var hold = governor.Holds[0];
        Assert.Equal(("twofold", 1L), (hold.RequestedBy, hold.Vms));
        var reply = await _rig.Fleet.AskAsync(Governors.Governors.Organisation, new GovernorCommand.Approve(hold.Id, hold.Orders), Bob);
        Assert.True(reply.Ok, reply.Explanation);
    }

    private async Task SeatAsync(string person)
    {
        var link = new string('a', Digest.Length);
        var name = Operators.Operators.Name(person);
        Assert.True((await _rig.Fleet.AskAsync(name, new OperatorCommand.Invite(Role.Approver, link, DateTimeOffset.UtcNow.AddDays(1)), Actor.System)).Ok);
        Assert.True((await _rig.Fleet.AskAsync(name, new OperatorCommand.Accept(link, "salted-hash"), Actor.System)).Ok);
        await Eventually.SeeAsync(async () => (await _rig.Fleet.ViewAsync(Governors.Governors.Organisation)).View, g => !g.Approvers.IsEmpty);
    }

    private Task<VmView> SeeAsync(Func<VmView, bool> holds) =>
        Eventually.SeeAsync(async () => (await _rig.Fleet.ViewAsync(Vms.Vms.Of(Id, "work"))).View, holds);
}
