using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device.Tests.Agent;

public sealed class WipeTests : IDisposable
{
    private static readonly string[] Destruction = ["Kill work-1", "DestroySecret work-1", "EraseSlots work-1", "Unlink work-1"];
    private readonly AgentBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_wipe_destroys_in_the_fixed_order_and_signs_what_was_observed()
    {
        await RunAsync();
        _bench.Server.Connect();
        _bench.Server.Want(2, Lifecycle.Running, 1, AgentBench.Wipe());
        await _bench.RestAsync();

        Assert.Equal(Destruction, _bench.Hypervisor.Calls);
        Assert.Equal(new PhoneFrame.OrderStatus("wipe-1", Accepted: true, Code: null), Assert.Single(_bench.Answers()));
        var receipt = Assert.Single(_bench.Receipts());
        Assert.True(receipt.Complete);
        Assert.Equal((FakeServer.Phone, "wipe-1", "work", 1L), (receipt.Phone, receipt.OrderId, receipt.Slot, receipt.Epoch));
        Assert.Equal(GuestState.Absent, Assert.Single(_bench.LastReport.Work).State);
    }

    [Fact]
    public async Task A_wiped_vm_is_not_made_again_but_its_successor_is()
    {
        await WipeAsync();
        _bench.Server.Want(3, Lifecycle.Running);
        await _bench.RestAsync();
        Assert.Null(_bench.WorkState);

        _bench.Server.Want(4, Lifecycle.Running, epoch: 2);
        await _bench.RestAsync();
        Assert.Equal(VmState.Running, _bench.Hypervisor.See(new VmRef("work", 2))!.State);
    }

    [Fact]
    public async Task An_order_never_runs_twice_and_never_on_a_newer_vm()
    {
        await WipeAsync();
        _bench.Server.Want(3, Lifecycle.Running, 2, AgentBench.Wipe(), AgentBench.Wipe("wipe-again"));
        await _bench.RestAsync();
        _bench.Restart();
        _bench.Server.Want(4, Lifecycle.Running, 2, AgentBench.Wipe(), AgentBench.Wipe("wipe-again"), AgentBench.Wipe("wipe-late"));
        await _bench.RestAsync();

        Assert.Equal(VmState.Running, _bench.Hypervisor.See(new VmRef("work", 2))!.State);
        Assert.DoesNotContain(_bench.Hypervisor.Calls, call => call.StartsWith("Kill work-2", StringComparison.Ordinal));
        Assert.Contains(_bench.Answers(), answer => answer is { OrderId: "wipe-late", Code: PlanCodes.OrderOlderEpoch });
    }

    [Fact]
    public async Task An_order_for_a_vm_that_never_was_is_refused_and_stays_refused_when_the_vm_is_made()
    {
        _bench.Server.Connect();
        _bench.Server.Say(_bench.Server.Frame(1, [], [AgentBench.Wipe()], []));
        await _bench.RestAsync();
        Assert.Equal(PlanCodes.OrderNoSuchVm, Assert.Single(_bench.Answers()).Code);

        _bench.Server.Want(2, Lifecycle.Running, 1, AgentBench.Wipe());
        await _bench.RestAsync();
        Assert.Equal(VmState.Running, _bench.WorkState);
    }

    [Fact]
    public async Task A_receipt_is_sent_after_each_hello_until_the_server_has_stored_it()
    {
        await WipeAsync();
        _bench.Server.HangUp();
        await _bench.RestAsync();
        _bench.Server.Connect();
        await _bench.RestAsync();
        Assert.Equal(2, _bench.Receipts().Count());

        _bench.Server.Say(new ServerFrame.ReceiptStored("wipe-1"));
        _bench.Server.HangUp();
        await _bench.RestAsync();
        _bench.Restart();
        Assert.Empty(_bench.Record.Receipts);
    }

    [Fact]
    public async Task A_server_that_gives_an_order_again_or_was_restored_gets_the_stored_receipt_again()
    {
        await WipeAsync();
        _bench.Server.Say(new ServerFrame.ReceiptStored("wipe-1"));
        await _bench.RestAsync();
        var sent = _bench.Receipts().Count();

        _bench.Server.Want(3, Lifecycle.Running, 1, AgentBench.Wipe());
        await _bench.RestAsync();
        Assert.Equal(sent + 1, _bench.Receipts().Count());
        _bench.Server.Want(4, Lifecycle.Running, 2);
        await _bench.RestAsync();
        _bench.Server.Say(new ServerFrame.Refused(FrameCodes.Restored, "send the receipts again"));
        await _bench.RestAsync();
        Assert.Equal(sent + 2, _bench.Receipts().Count());
        Assert.Single(_bench.Receipts().Select(receipt => receipt.At).Distinct());
        Assert.NotNull(_bench.Hypervisor.See(new VmRef("work", 2)));
    }

    [Fact]
    public async Task Killed_between_any_two_steps_the_order_is_completed_exactly_once()
    {
        var points = await CrashPointsAsync();
        Assert.True(points >= 14, $"only {points} points were tried");
        for (var point = 0; point < points; point++)
        {
            using var bench = new AgentBench();
            await StartAsync(bench);
            var crash = new Crash(point);
            crash.Arm(bench);
            bench.Server.Connect();
            bench.Server.Want(2, Lifecycle.Running, 1, AgentBench.Wipe());
            await Assert.ThrowsAsync<CrashException>(bench.RestAsync);

            crash.Disarm(bench);
            bench.Restart();
            bench.Server.Connect();
            bench.Server.Want(2, Lifecycle.Running, 1, AgentBench.Wipe());
            await bench.RestAsync();

            Assert.True(bench.WorkState is null, $"crash at {point}");
            Assert.Single(bench.Receipts().Select(receipt => receipt.At).Distinct());
            Assert.Single(bench.Record.Closed);
            Assert.Single(bench.Hypervisor.Calls.Distinct(), call => call == "Provision work-1");
            Assert.Equal(Destruction, bench.Hypervisor.Calls.Where(Destruction.Contains).Distinct());
        }
    }

    [Fact]
    public async Task A_wipe_that_left_something_starts_over_and_signs_nothing()
    {
        await RunAsync();
        _bench.Server.Connect();
        _bench.Hypervisor.Before = (call, _) => call == "Unlink work-1" ? throw new DeviceException("disk/erase-failed", "busy") : Task.CompletedTask;
        _bench.Server.Want(2, Lifecycle.Running, 1, AgentBench.Wipe());
        await _bench.RestAsync();
        Assert.Empty(_bench.Receipts());
        Assert.Contains(_bench.LastReport.Findings, finding => finding.Code == "disk/erase-failed");

        _bench.Hypervisor.Before = null;
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        await _bench.RestAsync();
        Assert.Single(_bench.Receipts());
    }

    [Fact]
    public async Task A_wipe_order_abandons_a_long_step_of_the_same_vm()
    {
        var started = new TaskCompletionSource();
        _bench.Hypervisor.Before = (call, cancellation) =>
        {
            if (!call.StartsWith("Start", StringComparison.Ordinal)) return Task.CompletedTask;
            started.TrySetResult();
            return Task.Delay(Timeout.Infinite, cancellation);
        };
        _bench.Server.Connect();
        _bench.Server.Want(1, Lifecycle.Running);
        var resting = _bench.RestAsync();
        await started.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        _bench.Server.Want(2, Lifecycle.Running, 1, AgentBench.Wipe());
        await resting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.True(Assert.Single(_bench.Receipts()).Complete);
    }

    [Fact]
    public async Task A_wipe_that_was_begun_goes_on_while_the_hypervisor_cannot_be_observed()
    {
        await RunAsync();
        _bench.Server.Connect();
        _bench.Hypervisor.Before = (call, _) => call == "DestroySecret work-1" ? throw new DeviceException("secret/vault-failed", "busy") : Task.CompletedTask;
        _bench.Server.Want(2, Lifecycle.Running, 1, AgentBench.Wipe());
        await _bench.RestAsync();

        _bench.Hypervisor.Before = null;
        _bench.Hypervisor.Blind = true;
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        await _bench.RestAsync();
        Assert.Single(_bench.Receipts());
    }

    [Fact]
    public async Task A_wipe_of_a_phone_at_rest_begins_without_another_look_at_it()
    {
        await RunAsync();
        _bench.Server.Connect();
        await _bench.RestAsync();
        _bench.Hypervisor.Blind = true;
        _bench.Server.Want(2, Lifecycle.Running, 1, AgentBench.Wipe());
        await _bench.RestAsync();

        Assert.Equal(Destruction, _bench.Hypervisor.Calls);
        Assert.True(Assert.Single(_bench.Receipts()).Complete);
    }

    private async Task RunAsync()
    {
        await StartAsync(_bench);
        _bench.Hypervisor.Calls.Clear();
    }

    private static async Task StartAsync(AgentBench bench)
    {
        bench.Server.Want(1, Lifecycle.Running);
        await bench.RestAsync();
    }

    private async Task WipeAsync()
    {
        await RunAsync();
        _bench.Server.Connect();
        _bench.Server.Want(2, Lifecycle.Running, 1, AgentBench.Wipe());
        await _bench.RestAsync();
    }

    private static async Task<int> CrashPointsAsync()
    {
        using var bench = new AgentBench();
        await StartAsync(bench);
        var counter = new Crash(int.MaxValue);
        counter.Arm(bench);
        bench.Server.Connect();
        bench.Server.Want(2, Lifecycle.Running, 1, AgentBench.Wipe());
        await bench.RestAsync();
        return counter.Passed;
    }
}
