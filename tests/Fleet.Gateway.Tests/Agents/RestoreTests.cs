using System.Collections.Immutable;
using Twofold.Fleet.Gateway.Tests.Rig;
using Twofold.Fleet.Leases;
using Twofold.Fleet.Phones;
using Twofold.Fleet.Vms;
using Twofold.Protocol;
using Twofold.Simulator;

namespace Twofold.Fleet.Gateway.Tests.Agents;

/// <summary>An old store is put back while the phone, which runs the real agent, remembers what was done since.</summary>
public sealed class RestoreTests : IAsyncLifetime
{
    private const string Backup = "backup.db";
    private static readonly string Id = PhoneId.From("simulated-sim-0001");
    private static readonly GrainRef<VmCommand, VmView> Vm = Vms.Vms.Of(Id, "work");

    private readonly TestPlace _place = new();
    private GatewayRig _rig = null!;
    private SimulatedFleet _phones = null!;
    private int _port;

    public async ValueTask InitializeAsync()
    {
        _rig = await GatewayRig.StartAsync(place: _place);
        _port = _rig.Address.Port;
        var options = new SimulationOptions(1, _place.Folder.In("phones"));
        var code = new EnrolmentCode(_rig.Address, (await _rig.TokenAsync("phone")).Text(), _rig.Authority.RootFingerprint).Text();
        _phones = await SimulatedFleet.StartAsync(options with { Codes = options.Names.ToImmutableDictionary(n => n, _ => code) }, CancellationToken.None);
        await SettledAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _phones.DisposeAsync();
        await _rig.DisposeAsync();
        _place.Dispose();
    }

    [Fact]
    public async Task What_the_server_forgot_shows_as_a_fact_is_never_given_again_and_the_newer_vm_is_the_one_that_counts()
    {
        await RestartAsync(save: true);
        await OrderAsync("wipe-1");
        await SeeAsync(v => v.Wipe?.Step == WipeStep.Proved);
        Assert.True((await _rig.Fleet.AskAsync(Vm, new VmCommand.Reprovision(), Actor.System)).Ok);
        await SeeAsync(v => v is { Epoch: 2, State: GuestState.Running });

        await RestartAsync(restoredAt: DateTimeOffset.UtcNow);
        await _rig.SeeAsync(Id, p => p is { Conflict: true, Foreign: [{ OrderId: "wipe-1", Became: "proved" }] });
        var vm = await SeeAsync(v => v.Epoch == 2 && v.Wipe?.Step == WipeStep.Proved);
        Assert.Equal(("wipe-1", 1L), (vm.Wipe!.OrderId, vm.Wipe.Epoch));

        Assert.True((await _rig.Fleet.AskAsync(Phones.Phones.Id(Id), new PhoneCommand.ResumeFromConflict(), Actor.System)).Ok);
        var phone = await SettledAsync();
        Assert.Empty(phone.Orders);
        Assert.Equal((2, Lifecycle.Running), (phone.Desired.Vms.Single().Epoch, phone.Desired.Vms.Single().Lifecycle));
        Assert.Equal(GuestState.Running, (await SeeAsync(v => v.State == GuestState.Running)).State);
    }

    [Fact]
    public async Task An_order_that_the_server_still_has_and_the_phone_carried_out_already_is_proved_and_not_run_again()
    {
        await RestartAsync(elsewhere: true);
        await OrderAsync("wipe-1");
        await RestartAsync(save: true);
        var first = await SeeAsync(v => v.Wipe?.Step == WipeStep.Proved);

        await RestartAsync(restoredAt: DateTimeOffset.UtcNow);
        var again = await SeeAsync(v => v.Wipe?.Step == WipeStep.Proved);
        Assert.Equal(first.Wipe!.Receipt, again.Wipe!.Receipt);
        Assert.Empty((await _rig.ViewAsync(Id)).Exposures);
    }

    [Fact]
    public async Task After_a_restore_exposure_counts_the_longest_lease_that_can_have_been_forgotten_until_the_phone_speaks()
    {
        await RestartAsync(save: true);
        await SettledAsync();
        var at = DateTimeOffset.UtcNow;
        PhoneView? silent = null;
        await RestartAsync(restoredAt: at, look: view => silent = view);
        var exposure = Assert.Single(silent!.Exposures);
        Assert.Equal((Readable.Until, at + Exposures.After(LeaseTerms.Longest)), (exposure.Readable, exposure.At));
        await _rig.SeeAsync(Id, p => p is { Conflict: false, Exposures: [{ Readable: Readable.InContact, After: { } after }] } && after < TimeSpan.FromDays(31));
    }

    private Task<PhoneView> SettledAsync() => _rig.SeeAsync(Id, p => p is
    {
        Online: true, Settled: true, Conflict: false, Desired: { PhonePolicy: not null, Vms: [{ Policy: not null }] }, Report.Work: [{ State: GuestState.Running }],
    });

    private Task<VmView> SeeAsync(Func<VmView, bool> holds) => Eventually.SeeAsync(async () => (await _rig.Fleet.ViewAsync(Vm)).View, holds);

    private async Task OrderAsync(string order)
    {
        Assert.True((await _rig.Fleet.AskAsync(Vm, new VmCommand.RequestWipe(order, "lost on the train"), Actor.System)).Ok);
        await _rig.SeeAsync(Id, p => p.Orders.Any(o => o.OrderId == order) || p.Desired.Vms.IsEmpty);
    }

    // Elsewhere no phone finds the server. Whoever puts a backup back tells the phones' grains before the gateway listens.
    private async Task RestartAsync(bool elsewhere = false, bool save = false, DateTimeOffset? restoredAt = null, Action<PhoneView>? look = null)
    {
        await _rig.DisposeAsync();
        if (save) _place.Save(Backup);
        if (restoredAt is not null) _place.Restore(Backup);
        _rig = await GatewayRig.StartAsync(
            o => o with { Port = elsewhere ? 0 : _port },
            async fleet =>
            {
                if (restoredAt is { } at) Assert.True((await fleet.AskAsync(Phones.Phones.Id(Id), new PhoneCommand.ServerRestored(at), Actor.System)).Ok);
                look?.Invoke((await fleet.ViewAsync(Phones.Phones.Id(Id))).View);
            },
            _place);
    }
}
