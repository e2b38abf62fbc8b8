using System.Collections.Immutable;
using Twofold.Device;
using Twofold.Fleet.Gateway.Tests.Rig;
using Twofold.Fleet.Phones;
using Twofold.Fleet.Vms;
using Twofold.Protocol;
using Twofold.Simulator;

namespace Twofold.Fleet.Gateway.Tests.Agents;

/// <summary>The agent that phones run, over a hypervisor in memory, against the real gateway: each side's tests know the other only from here.</summary>
public sealed class RealAgentTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private GatewayRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await GatewayRig.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_phone_enrols_obeys_is_wiped_and_proves_it()
    {
        await using var phones = await StartAsync(1);
        var id = PhoneId.From("simulated-sim-0001");
        await RunsAsync(id);
        var vm = Vms.Vms.Of(id, "work");

        var wipe = await _rig.Fleet.AskAsync(vm, new VmCommand.RequestWipe("wipe-1", "lost on the train"), Actor.System);
        Assert.True(wipe.Ok, wipe.Explanation);
        var proved = await Eventually.SeeAsync(async () => (await _rig.Fleet.ViewAsync(vm)).View, view => view.Wipe?.Step == WipeStep.Proved);
        Assert.True(proved.Wipe!.Receipt!.Complete);
        var after = await _rig.SeeAsync(id, phone => phone is { Settled: true, Orders: [], Report.Work: [{ State: GuestState.Absent }] });
        Assert.Equal(GuestState.Running, Assert.Single(after.Report!.Personal).State);
    }

    [Fact]
    public async Task A_phone_that_returns_gets_the_newest_version_only_and_shows_its_effect()
    {
        var id = PhoneId.From("simulated-sim-0001");
        await using (await StartAsync(1)) await RunsAsync(id);
        await _rig.SeeAsync(id, phone => !phone.Online);
        var vm = Vms.Vms.Of(id, "work");
        foreach (var target in new[] { Lifecycle.Stopped, Lifecycle.Running, Lifecycle.Paused })
            Assert.True((await _rig.Fleet.AskAsync(vm, new VmCommand.SetLifecycle(target), Actor.System)).Ok);

        await using var again = await StartAsync(1);
        var phone = await _rig.SeeAsync(id, seen => seen is { Online: true, Settled: true, Report.Work: [{ State: GuestState.Paused }] });
        Assert.Null(phone.Complaint);
    }

    [Fact]
    public async Task A_code_of_another_organisation_sends_no_token()
    {
        var code = await CodeAsync("phone");
        var parsed = EnrolmentCode.Parse(code).Value!;
        var foreign = parsed with { RootFingerprint = new string('0', Digest.Length) };
        var refused = await Assert.ThrowsAsync<Device.Ports.DeviceException>(() => Device.Enrolment.RunAsync(
            new PhoneFolder(_folder.In("other")), foreign.Text(), "hardware-of-another", TimeProvider.System, CancellationToken.None));
        Assert.Equal("enrolment/server-not-trusted", refused.Code);
        Assert.DoesNotContain(parsed.Token, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_was_used_is_refused_to_another_phone()
    {
        var code = await CodeAsync("phone");
        await Device.Enrolment.RunAsync(new PhoneFolder(_folder.In("one")), code, "hardware-one", TimeProvider.System, CancellationToken.None);
        var refused = await Assert.ThrowsAsync<Device.Ports.DeviceException>(() =>
            Device.Enrolment.RunAsync(new PhoneFolder(_folder.In("two")), code, "hardware-two", TimeProvider.System, CancellationToken.None));
        Assert.Equal("enrolment/used", refused.Code);
    }

    [Fact]
    public async Task Thirty_simulated_phones_connect_and_settle()
    {
        await using var phones = await StartAsync(30);
        foreach (var phone in phones.Phones) await RunsAsync(PhoneId.From($"simulated-{phone.Name}"));
        Assert.Equal(30, phones.Connected);
    }

    private Task<PhoneView> RunsAsync(string id) => _rig.SeeAsync(id, phone => phone is
    {
        Online: true, Settled: true, Desired: { PhonePolicy: not null, Vms: [{ Policy: not null }] },
        Report.Work: [{ State: GuestState.Running, Policy: not null }], Complaint: null,
    });

    private async Task<SimulatedFleet> StartAsync(int phones)
    {
        var codes = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var options = new SimulationOptions(phones, _folder.In("phones"));
        foreach (var name in options.Names) codes[name] = await CodeAsync(name);
        return await SimulatedFleet.StartAsync(options with { Codes = codes.ToImmutable() }, CancellationToken.None);
    }

    private async Task<string> CodeAsync(string name) =>
        new EnrolmentCode(_rig.Address, (await _rig.TokenAsync(name)).Text(), _rig.Authority.RootFingerprint).Text();
}
