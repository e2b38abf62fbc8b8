using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device.Tests.Agent;

/// <summary>The lease of the bench's policy: locked after an hour, wiped after a day.</summary>
public sealed class LeaseTests : IDisposable
{
    private readonly AgentBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_phone_out_of_contact_locks_its_work_vm_and_opens_it_on_the_next_contact()
    {
        await RunAndLeaveAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(59));
        await _bench.RestAsync();
        Assert.Equal(VmState.Running, _bench.WorkState);

        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        await _bench.RestAsync();
        Assert.Equal(VmState.Suspended, _bench.WorkState);

        _bench.Server.Connect();
        await _bench.RestAsync();
        Assert.Equal(VmState.Running, _bench.WorkState);
        Assert.Null(Assert.Single(_bench.LastReport.Work).Lock);
    }

    [Fact]
    public async Task A_welcome_without_a_time_is_no_contact_and_the_lease_runs_on()
    {
        await RunAndLeaveAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(59));
        _bench.Server.Connect(DateTimeOffset.UnixEpoch);
        await _bench.RestAsync();
        Assert.Equal(VmState.Running, _bench.WorkState);
        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        await _bench.RestAsync();
        Assert.Equal(VmState.Suspended, _bench.WorkState);
        _bench.Time.Advance(TimeSpan.FromHours(24));
        await _bench.RestAsync();
        Assert.Null(_bench.WorkState);
    }

    [Fact]
    public async Task A_restart_or_a_clock_set_back_gains_no_time()
    {
        await RunAndLeaveAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(40));
        await _bench.RestAsync();
        _bench.Time.SetWall(DateTimeOffset.UnixEpoch);
        _bench.Restart();
        await _bench.RestAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(21));
        await _bench.RestAsync();
        Assert.Equal(VmState.Suspended, _bench.WorkState);
    }

    [Fact]
    public async Task When_the_lease_ends_the_phone_wipes_by_itself_and_keeps_the_receipt_for_the_server()
    {
        await RunAndLeaveAsync();
        var contact = _bench.Time.GetUtcNow().ToUnixTimeSeconds();
        _bench.Time.Advance(TimeSpan.FromHours(25));
        await _bench.RestAsync();
        Assert.Null(_bench.WorkState);
        Assert.Empty(_bench.Receipts());

        _bench.Server.Connect();
        _bench.Server.Want(2, Lifecycle.Running, 1, AgentBench.Wipe());
        await _bench.RestAsync();
        Assert.Equal([$"lease.work.1.{contact}", "wipe-1"], _bench.Receipts().Where(receipt => receipt.Complete).Select(receipt => receipt.OrderId));
        Assert.True(Grammar.IsOrderId($"lease.work.1.{contact}"));
        Assert.Null(_bench.WorkState);
    }

    [Fact]
    public async Task A_shorter_lease_than_the_phones_own_minimum_counts_as_the_minimum()
    {
        var hasty = FakeServer.Work(("lease.offline-lock", "15m"), ("lease.offline-wipe", "1h"));
        _bench.Server.Connect();
        _bench.Server.Say(_bench.Server.Frame(1, [new DesiredVm("work", 1, Lifecycle.Running, hasty.Digest)], [], [hasty]));
        await _bench.RestAsync();
        _bench.Server.HangUp();
        await _bench.RestAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(14));
        await _bench.RestAsync();
        Assert.Equal(VmState.Running, _bench.WorkState);
        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        await _bench.RestAsync();
        Assert.Equal(VmState.Suspended, _bench.WorkState);
    }

    [Fact]
    public async Task A_lock_order_holds_until_it_stands_no_longer()
    {
        _bench.Server.Connect();
        _bench.Server.Want(1, Lifecycle.Running);
        await _bench.RestAsync();
        _bench.Server.Want(2, Lifecycle.Running, 1, AgentBench.Lock());
        await _bench.RestAsync();
        Assert.Equal(VmState.Suspended, _bench.WorkState);
        Assert.Equal(LockReasons.Order, Assert.Single(_bench.LastReport.Work).Lock);
        Assert.Equal(new PhoneFrame.OrderStatus("lock-1", Accepted: true, Code: null), Assert.Single(_bench.Answers()));

        _bench.Server.Want(3, Lifecycle.Running);
        await _bench.RestAsync();
        Assert.Equal(VmState.Running, _bench.WorkState);
    }

    [Fact]
    public async Task A_vm_that_cannot_be_suspended_is_powered_down_rather_than_left_open()
    {
        await RunAndLeaveAsync();
        _bench.Hypervisor.Before = (call, _) => call.StartsWith("Suspend", StringComparison.Ordinal)
            ? throw new DeviceException(DeviceCodes.StateSaveFailed, "no room") : Task.CompletedTask;
        _bench.Time.Advance(TimeSpan.FromHours(2));
        for (var minute = 0; minute < 5; minute++)
        {
            await _bench.RestAsync();
            _bench.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(VmState.Stopped, _bench.WorkState);
    }

    private async Task RunAndLeaveAsync()
    {
        _bench.Server.Connect();
        _bench.Server.Want(1, Lifecycle.Running);
        await _bench.RestAsync();
        _bench.Server.HangUp();
        await _bench.RestAsync();
    }
}
