using Twofold.Device.Ports;
using Twofold.Protocol;
using NetworkMode = Twofold.Device.Ports.NetworkMode;

namespace Twofold.Device.Tests.Agent;

public sealed class LifecycleTests : IDisposable
{
    private readonly AgentBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_wanted_vm_is_made_started_and_opened_as_policy_allows_and_what_is_read_back_is_reported()
    {
        _bench.Server.Connect();
        _bench.Server.Want(3, Lifecycle.Running);
        await _bench.RestAsync();

        Assert.Equal(
            ["Provision work-1", "Start work-1", "SetNetwork work-1", "SetPeripherals work-1", "SetAutoLock work-1"], _bench.Hypervisor.Calls);
        Assert.Contains(new PhoneFrame.Received(3), _bench.Server.Heard);
        var report = _bench.LastReport;
        Assert.True(report.Settled);
        var work = Assert.Single(report.Work);
        Assert.Equal((GuestState.Running, 1L, FakeServer.Work().Digest), (work.State, work.Epoch, work.Policy));
        Assert.Equal(new ObservedSetting("internet", Claimed: false), work.Settings["network.mode"]);
        Assert.Equal(new ObservedSetting("allowed", Claimed: false), work.Settings["camera.access"]);
        Assert.Equal(new ObservedSetting("precise", Claimed: false), work.Settings["location.access"]);
        Assert.Equal(new ObservedSetting("none", Claimed: false), work.Settings["usb.classes"]);
        Assert.Equal(new ObservedSetting("5m", Claimed: true), work.Settings["screen.auto-lock"]);
        Assert.Equal(new ObservedSetting("256MiB", Claimed: false), work.Settings["vm.memory"]);
        Assert.Equal("both", report.Flows["clipboard.direction"].Text);
    }

    [Theory]
    [InlineData(Lifecycle.Paused, VmState.Paused)]
    [InlineData(Lifecycle.Suspended, VmState.Suspended)]
    [InlineData(Lifecycle.Stopped, VmState.Stopped)]
    public async Task A_running_vm_goes_where_it_is_wanted_and_back(Lifecycle wanted, VmState reached)
    {
        _bench.Server.Want(1, Lifecycle.Running);
        await _bench.RestAsync();
        _bench.Server.Want(2, wanted);
        await _bench.RestAsync();
        Assert.Equal(reached, _bench.WorkState);

        _bench.Server.Want(3, Lifecycle.Running);
        await _bench.RestAsync();
        var seen = _bench.Hypervisor.See(AgentBench.Work)!;
        Assert.Equal((VmState.Running, NetworkMode.Internet), (seen.State, seen.Network));
    }

    [Fact]
    public async Task New_memory_waits_for_the_next_start_and_says_so()
    {
        _bench.Server.Connect();
        _bench.Server.Want(1, Lifecycle.Running);
        await _bench.RestAsync();
        var more = FakeServer.Work(("vm.memory", "512MiB"), ("network.mode", "internet"), ("screen.auto-lock", "5m"));
        _bench.Server.Say(_bench.Server.Frame(2, [new DesiredVm("work", 1, Lifecycle.Running, more.Digest)], [], [more]));
        await _bench.RestAsync();

        Assert.Equal(256, _bench.Hypervisor.See(AgentBench.Work)!.MemoryMiB);
        Assert.Single(_bench.Hypervisor.Calls, call => call == "Start work-1");
        Assert.Contains(_bench.LastReport.Findings, finding => finding.Code == PlanCodes.PendingStart);
        Assert.True(_bench.LastReport.Settled);
    }

    [Fact]
    public async Task A_vm_without_a_policy_runs_closed()
    {
        _bench.Server.Say(_bench.Server.Frame(1, [new DesiredVm("work", 1, Lifecycle.Running, Policy: null)], [], []));
        await _bench.RestAsync();
        var seen = _bench.Hypervisor.See(AgentBench.Work)!;
        Assert.Equal((NetworkMode.None, false, 15), (seen.Network, seen.UsbAttached, seen.GuestAutoLockSeconds));
        Assert.Equal(FlowRules.Closed, _bench.Agent.Flows.Rules);
    }

    [Fact]
    public async Task Peripherals_and_kinds_of_usb_devices_come_and_go_with_policy_while_the_vm_runs()
    {
        _bench.Server.Connect();
        _bench.Server.Want(1, Lifecycle.Running);
        await _bench.RestAsync();
        foreach (var (version, camera, location, classes) in new[]
        {
            (2, "blocked", "coarse", "hid"), (3, "allowed", "blocked", "any"), (4, "allowed", "precise", "audio, storage"),
        })
        {
            var work = FakeServer.Work(("camera.access", camera), ("location.access", location), ("usb.passthrough", "allowed"), ("usb.classes", classes));
            _bench.Server.Say(_bench.Server.Frame(version, [new DesiredVm("work", 1, Lifecycle.Running, work.Digest)], [], [work]));
            await _bench.RestAsync();
            var reported = _bench.LastReport.Work[0].Settings;

            Assert.Equal((camera, location), (reported["camera.access"].Text, reported["location.access"].Text));
            Assert.Equal(classes switch { "any" => "hid, storage", "hid" => "hid", _ => "storage" }, reported["usb.classes"].Text);
            Assert.True(_bench.LastReport.Settled);
        }
    }

    [Fact]
    public async Task A_step_that_fails_is_tried_again_later_and_reported_until_it_works()
    {
        _bench.Server.Connect();
        _bench.Hypervisor.Before = (call, _) => call.StartsWith("Start", StringComparison.Ordinal)
            ? throw new DeviceException(DeviceCodes.VmStartFailed, "no luck") : Task.CompletedTask;
        _bench.Server.Want(1, Lifecycle.Running);
        await _bench.RestAsync();
        Assert.Single(_bench.Hypervisor.Calls, call => call == "Start work-1");
        Assert.Contains(_bench.LastReport.Findings, finding => finding is { Code: DeviceCodes.VmStartFailed, Slot: "work" });
        Assert.False(_bench.LastReport.Settled);

        _bench.Hypervisor.Before = null;
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        await _bench.RestAsync();
        Assert.True(_bench.LastReport.Settled);
        Assert.Empty(_bench.LastReport.Findings);
    }

    [Fact]
    public async Task A_report_that_says_nothing_new_is_not_sent()
    {
        _bench.Server.Connect();
        _bench.Server.Want(1, Lifecycle.Running);
        await _bench.RestAsync();
        var sent = _bench.Server.Heard.Count;
        for (var i = 0; i < 5; i++)
        {
            _bench.Time.Advance(TimeSpan.FromSeconds(3));
            await _bench.RestAsync();
        }

        Assert.Equal(sent, _bench.Server.Heard.Count);
    }

    [Fact]
    public async Task A_restarted_agent_does_nothing_to_a_phone_that_is_as_it_shall_be()
    {
        _bench.Server.Want(1, Lifecycle.Running);
        await _bench.RestAsync();
        var calls = _bench.Hypervisor.Calls.Count;
        _bench.Restart();
        await _bench.RestAsync();
        Assert.Equal(calls, _bench.Hypervisor.Calls.Count);
        Assert.Equal(1, _bench.Agent.Hello().AppliedVersion);
    }

    [Fact]
    public async Task Ten_thousand_revisions_that_a_phone_missed_are_one_step()
    {
        _bench.Server.Want(1, Lifecycle.Running);
        await _bench.RestAsync();
        var calls = _bench.Hypervisor.Calls.Count;
        _bench.Server.Want(10_001, Lifecycle.Stopped);
        await _bench.RestAsync();
        Assert.Equal(["Stop work-1"], _bench.Hypervisor.Calls.Skip(calls));
    }

    [Fact]
    public async Task The_personal_vm_is_started_with_the_phone_and_never_touched_again()
    {
        await _bench.Agent.BootAsync(TestContext.Current.CancellationToken);
        Assert.Equal(VmState.Running, _bench.Hypervisor.See(AgentBench.Personal)!.State);
        _bench.Hypervisor.Calls.Clear();

        _bench.Server.Connect();
        _bench.Server.Say(_bench.Server.Frame(
            1, [new DesiredVm("personal", 1, Lifecycle.Stopped, Policy: null), new DesiredVm("attic", 1, Lifecycle.Running, Policy: null)],
            [AgentBench.Wipe("w", "personal"), AgentBench.Lock("l", "personal"), AgentBench.Wipe("x", "attic")], []));
        await _bench.RestAsync();

        Assert.Empty(_bench.Hypervisor.Calls);
        Assert.Equal(VmState.Running, _bench.Hypervisor.See(AgentBench.Personal)!.State);
        Assert.Equal(
            [("w", "floor/personal"), ("x", "slot/unknown"), ("l", "floor/personal")],
            _bench.Answers().Select(answer => (answer.OrderId, answer.Code)));
        Assert.Equal(["floor/personal", "slot/unknown"], _bench.LastReport.Findings.Select(finding => finding.Code));
        Assert.Equal(new PersonalVmReport("personal", GuestState.Running, 2 << 20), Assert.Single(_bench.LastReport.Personal));
    }

    [Fact]
    public async Task A_stopped_personal_vm_stays_as_its_user_left_it()
    {
        await _bench.Agent.BootAsync(TestContext.Current.CancellationToken);
        _bench.Hypervisor.Phone.PowerCut();
        _bench.Server.Want(1, Lifecycle.Running);
        await _bench.RestAsync();
        Assert.Equal(VmState.Stopped, _bench.Hypervisor.See(AgentBench.Personal)!.State);
    }
}
