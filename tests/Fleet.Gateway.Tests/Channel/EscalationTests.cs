using System.Collections.Immutable;
using Twofold.Fleet.Gateway.Tests.Composing;
using Twofold.Fleet.Gateway.Tests.Rig;
using Twofold.Fleet.Phones;
using Twofold.Fleet.PolicySets;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway.Tests.Channel;

/// <summary>From a report that breaks a policy to what the phone is told and given.</summary>
public sealed class EscalationTests : IAsyncLifetime
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

    private GatewayRig _rig = null!;
    private TestPhone _phone = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await GatewayRig.StartAsync();
        _phone = await _rig.PhoneAsync("hardware-that-breaks-policy");
        await ComposerTests.ProposeAsync(_rig, 1, new PolicyFile("closed.yaml", Closed));
        await _rig.SeeAsync(_phone.Id, p => p is { PolicyRevision: 1, Desired.Vms: [{ Policy: not null }] });
    }

    public async ValueTask DisposeAsync()
    {
        _phone.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task A_phone_is_told_what_follows_and_is_locked_when_its_days_are_over_unless_it_complies()
    {
        using var socket = await ConnectAsync("vm.memory", ComplianceEscalation.Instance.Key);
        await ReportAsync(socket, "internet");
        var notice = Assert.Single((await socket.ReadAsync<ServerFrame.Notices>()).All);
        Assert.Equal(("work", "network.mode", notice.Since.AddDays(3), notice.Since.AddDays(14)), (notice.Slot, notice.Setting, notice.LockAt, notice.WipeAt));
        Assert.Equal(VerdictState.InGrace, (await _rig.ViewAsync(_phone.Id)).Verdict);
        _rig.Time.Advance(TimeSpan.FromDays(3));
        var locked = await _rig.SeeAsync(_phone.Id, p => p.Orders is [{ Kind: OrderKind.Lock, Slot: "work" }]);
        Assert.Equal(VerdictState.NonCompliant, locked.Verdict);
        await ReportAsync(socket, "none");
        await _rig.SeeAsync(_phone.Id, p => p.Orders.IsEmpty && p.Escalating.IsEmpty);
        while (!(await socket.ReadAsync<ServerFrame.Notices>()).All.IsEmpty) continue;
    }

    [Fact]
    public async Task An_agent_that_does_not_show_notices_gets_none()
    {
        using var socket = await ConnectAsync("vm.memory");
        await ReportAsync(socket, "internet");
        await _rig.SeeAsync(_phone.Id, p => !p.Escalating.IsEmpty);
        Assert.DoesNotContain(await socket.FramesBeforeAnswerAsync(), f => f is ServerFrame.Notices);
    }

    private async Task<TestSocket> ConnectAsync(params string[] settings)
    {
        var socket = await _phone.DialAsync();
        await socket.SendAsync(_phone.Hello() with { Settings = [.. settings] });
        Assert.IsType<ServerFrame.Welcome>(await socket.ReadAsync());
        return socket;
    }

    // Everything that is asked but the network's mode, which is as it is said.
    private async Task ReportAsync(TestSocket socket, string network)
    {
        var desired = (await _rig.ViewAsync(_phone.Id)).Desired;
        var report = TestReport.Of(desired.Version);
        var settings = SettingCatalogue.Of(PolicyScope.Vm("work")).ToImmutableSortedDictionary(
            s => s.Key, s => new ObservedSetting(s == NetworkMode.Instance ? network : s.StrictestText, s.Enforcement == Enforcement.Guest), StringComparer.Ordinal);
        var flows = SettingCatalogue.Of(PolicyScope.Phone).ToImmutableSortedDictionary(
            s => s.Key, s => new ObservedSetting(s.StrictestText, s.Enforcement == Enforcement.Guest), StringComparer.Ordinal);
        await socket.SendAsync(new PhoneFrame.Received(desired.Version));
        await socket.SendAsync(new PhoneFrame.Observed(report with { Work = [report.Work[0] with { Settings = settings }], Flows = flows }));
    }
}
