using Twofold.Device.Drivers.Qemu;
using Twofold.Device.Ports;
using Twofold.Device.Tests.Agent;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Device.Tests.Drivers;

/// <summary>An agent that is killed at each step of a wipe in turn, over real VMs.</summary>
[Collection(nameof(RealPhone))]
public sealed class QemuWipeTests(QemuPhoneUnderTest phone)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_at_every_step_in_turn_the_wipe_of_a_real_vm_completes_exactly_once_and_its_receipt_verifies()
    {
        var point = 0;
        while (await IsKilledAtAsync(point)) point++;
        Assert.True(point >= 14, $"only {point} points were tried");
    }

    /// <summary>False once there are no more points at which the agent could be killed.</summary>
    private async Task<bool> IsKilledAtAsync(int point)
    {
        await ClearAsync();
        using var bench = new AgentBench((phone.Hypervisor, phone.Guests));
        bench.Server.Connect();
        await RunAsync(bench);
        var crash = new Crash(point);
        crash.Arm(bench);
        Order(bench);
        var killed = await Record.ExceptionAsync(bench.RestAsync);
        crash.Disarm(bench);
        if (killed is not null) Assert.IsType<CrashException>(killed);
        bench.Restart();
        bench.Server.Connect();
        Order(bench);
        await bench.RestAsync();
        await WasWipedOnceAsync(bench);
        return killed is not null;
    }

    private async Task WasWipedOnceAsync(AgentBench bench)
    {
        var receipts = bench.Receipts().ToList();
        Assert.All(receipts, receipt => Assert.True(receipt.Complete));
        Assert.Equal((FakeServer.Phone, "wipe-1", "work", 1L), Assert.Single(receipts.Select(receipt => (receipt.Phone, receipt.OrderId, receipt.Slot, receipt.Epoch)).Distinct()));
        Assert.Single(receipts.Select(receipt => receipt.At).Distinct());
        Assert.Single(bench.Record.Closed);
        Assert.Single(bench.Hypervisor.Calls, call => call == "Provision work-1");
        Assert.True((await phone.Hypervisor.ObserveWipeAsync(AgentBench.Work, Cancellation)).Complete);
        Assert.False(File.Exists($"/run/netns/{new VmFolder(phone.Options, AgentBench.Work).HostName}"));
        Assert.DoesNotContain(SecretName.Disk(AgentBench.Work), await phone.Vault.ListAsync(Cancellation));
    }

    // Other tests share this phone and leave their VMs on it.
    private async Task ClearAsync()
    {
        foreach (var left in (await phone.Hypervisor.ObserveAsync(Cancellation)).Where(seen => seen.Vm.Slot == AgentBench.Work.Slot))
        {
            await phone.Hypervisor.KillAsync(left.Vm, Cancellation);
            await phone.Hypervisor.DestroySecretAsync(left.Vm, Cancellation);
            await phone.Hypervisor.UnlinkAsync(left.Vm, Cancellation);
        }
    }

    // Paused, so that nothing waits for a guest to boot: its process, secret and disk are those of one that runs.
    private static async Task RunAsync(AgentBench bench)
    {
        bench.Server.Say(bench.Server.Frame(1, [new DesiredVm("work", 1, Lifecycle.Paused, Work.Digest)], [], [Work]));
        await bench.RestAsync();
        Assert.Equal(VmState.Paused, bench.WorkState);
    }

    private static void Order(AgentBench bench)
    {
        bench.Time.Advance(TimeSpan.FromMinutes(3));
        bench.Server.Say(bench.Server.Frame(2, [new DesiredVm("work", 1, Lifecycle.Paused, Work.Digest)], [AgentBench.Wipe()], [Work]));
    }

    private static PolicyPayload Work { get; } =
        FakeServer.Work(("vm.memory", "128MiB"), ("vm.vcpus", "1"), ("lease.offline-lock", "3d"), ("lease.offline-wipe", "30d"));
}
