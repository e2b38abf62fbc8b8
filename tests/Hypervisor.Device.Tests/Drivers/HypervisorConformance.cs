using Twofold.Device.Ports;
using Twofold.Policies;
using NetworkMode = Twofold.Device.Ports.NetworkMode;

namespace Twofold.Device.Tests.Drivers;

/// <summary>A phone whose hypervisor is examined. It serves all facts of a class: each brings its VM into the state that it needs.</summary>
public interface IPhoneUnderTest
{
    IHypervisor Hypervisor { get; }

    IGuestChannel Guests { get; }

    /// <summary>Lets the driver go, as when the agent dies, and makes a new one over the same phone.</summary>
    Task ReopenAsync();
}

/// <summary>What every driver promises, whatever is beneath it.</summary>
public abstract class HypervisorConformance(IPhoneUnderTest phone)
{
    private const int DiskMiB = 16;
    private static readonly VmHardware Small = new(112, 1);
    private static readonly VmRef Work = new("work", 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IHypervisor Hypervisor => phone.Hypervisor;

    [Fact]
    public async Task A_vm_that_never_was_is_not_observed_and_counts_as_wiped()
    {
        var never = new VmRef("never", 7);

        Assert.Null(await ObservedAsync(never));
        Assert.Equal(new WipeEvidence(true, true, true, true), await Hypervisor.ObserveWipeAsync(never, Cancellation));
    }

    [Fact]
    public async Task A_provisioned_vm_is_stopped_with_its_secret_in_the_vault_and_provisioning_again_changes_nothing()
    {
        var vm = new VmRef("fresh", 1);
        await Hypervisor.ProvisionAsync(vm, DiskMiB, Cancellation);
        var once = await ObservedAsync(vm);
        await Hypervisor.ProvisionAsync(vm, DiskMiB, Cancellation);

        Assert.Equal(VmState.Stopped, once?.State);
        Assert.True(once!.SecretPresent);
        Assert.True(once.StorageBytes > 0);
        Assert.Equal(once, await ObservedAsync(vm));
        Assert.Equal(new WipeEvidence(true, false, false, false), await Hypervisor.ObserveWipeAsync(vm, Cancellation));
    }

    [Fact]
    public async Task A_vm_that_is_not_there_is_refused_by_its_code()
    {
        var absent = new VmRef("absent", 1);

        await RefusedAsync(DeviceCodes.VmNotFound, () => Hypervisor.StartAsync(absent, Small, Cancellation));
        await RefusedAsync(DeviceCodes.VmNotFound, () => Hypervisor.PauseAsync(absent, Cancellation));
        await RefusedAsync(DeviceCodes.VmNotFound, () => Hypervisor.SuspendAsync(absent, Cancellation));
        await RefusedAsync(DeviceCodes.VmNotFound, () => Hypervisor.SetNetworkAsync(absent, NetworkMode.None, Cancellation));
        await RefusedAsync(DeviceCodes.VmNotFound, () => phone.Guests.AskAsync(absent, new GuestRequest.Ping(), Cancellation));
    }

    [Fact]
    public async Task A_vm_starts_cold_with_the_hardware_asked_for_and_the_strictest_settings()
    {
        await RunningAsync(Work);
        await Hypervisor.StopAsync(Work, Cancellation);
        var outcome = await Hypervisor.StartAsync(Work, new VmHardware(120, 2), Cancellation);
        var observed = await ObservedAsync(Work);

        Assert.Equal(StartOutcome.Cold, outcome);
        Assert.Equal((VmState.Running, 120, 2), (observed!.State, observed.MemoryMiB, observed.VCpus));
        Assert.Equal((NetworkMode.None, false, default(PeripheralSet)), (observed.Network, observed.UsbAttached, observed.Peripherals));
    }

    [Fact]
    public async Task Starting_a_vm_that_runs_does_nothing()
    {
        await RunningAsync(Work);
        var before = await ObservedAsync(Work);

        Assert.Equal(StartOutcome.AlreadyRunning, await Hypervisor.StartAsync(Work, new VmHardware(160, 2), Cancellation));
        Assert.Equal(before?.MemoryMiB, (await ObservedAsync(Work))?.MemoryMiB);
    }

    [Fact]
    public async Task A_paused_vm_answers_nobody_until_it_is_resumed()
    {
        await RunningAsync(Work);
        await Hypervisor.PauseAsync(Work, Cancellation);

        Assert.Equal(VmState.Paused, (await ObservedAsync(Work))?.State);
        await RefusedAsync(DeviceCodes.GuestTimeout, () => phone.Guests.AskAsync(Work, new GuestRequest.Ping(), Cancellation));
        await Hypervisor.ResumeAsync(Work, Cancellation);
        Assert.Equal(VmState.Running, (await ObservedAsync(Work))?.State);
        Assert.Equal("pong", (await phone.Guests.AskAsync(Work, new GuestRequest.Ping(), Cancellation)).UntrustedText);
    }

    [Fact]
    public async Task A_suspended_vm_has_no_process_and_goes_on_from_its_memory()
    {
        await RunningAsync(Work);
        await phone.Guests.AskAsync(Work, new GuestRequest.SetClipboard("held in memory only"), Cancellation);
        await Hypervisor.SuspendAsync(Work, Cancellation);
        await Hypervisor.SuspendAsync(Work, Cancellation);

        Assert.Equal(VmState.Suspended, (await ObservedAsync(Work))?.State);
        Assert.True((await Hypervisor.ObserveWipeAsync(Work, Cancellation)).ProcessGone);
        Assert.Equal(StartOutcome.Restored, await Hypervisor.StartAsync(Work, Small, Cancellation));
        Assert.Equal("held in memory only", (await phone.Guests.AskAsync(Work, new GuestRequest.GetClipboard(), Cancellation)).UntrustedText);
    }

    [Fact]
    public async Task Saved_memory_is_used_once_and_a_stopped_vm_boots_with_its_data()
    {
        await RunningAsync(Work);
        await phone.Guests.AskAsync(Work, new GuestRequest.WritePattern("kept", 256), Cancellation);
        await phone.Guests.AskAsync(Work, new GuestRequest.SetClipboard("gone"), Cancellation);
        var data = await phone.Guests.AskAsync(Work, new GuestRequest.HashData(), Cancellation);
        await Hypervisor.SuspendAsync(Work, Cancellation);
        await Hypervisor.StopAsync(Work, Cancellation);

        Assert.Equal(VmState.Stopped, (await ObservedAsync(Work))?.State);
        await RunningAsync(Work);
        Assert.Equal("", (await phone.Guests.AskAsync(Work, new GuestRequest.GetClipboard(), Cancellation)).UntrustedText);
        Assert.Equal(data, await phone.Guests.AskAsync(Work, new GuestRequest.HashData(), Cancellation));
    }

    [Fact]
    public async Task Every_network_mode_is_read_back_as_it_was_set()
    {
        await RunningAsync(Work);
        foreach (var mode in new[] { NetworkMode.Internet, NetworkMode.Restricted, NetworkMode.Restricted, NetworkMode.Internet, NetworkMode.None })
        {
            await Hypervisor.SetNetworkAsync(Work, mode, Cancellation);
            Assert.Equal(mode, (await ObservedAsync(Work))?.Network);
        }
    }

    [Fact]
    public async Task What_is_in_the_usb_socket_is_plugged_in_and_pulled()
    {
        await RunningAsync(Work);
        foreach (var allowed in new[] { true, true, false, false })
        {
            await Hypervisor.SetUsbAsync(Work, allowed ? UsbKinds.All : UsbKinds.None, Cancellation);
            Assert.Equal(allowed, (await ObservedAsync(Work))?.UsbAttached);
        }
    }

    [Fact]
    public async Task Every_limit_that_can_be_enforced_is_read_back_as_it_was_set_and_none_is_left_after_a_start()
    {
        await RunningAsync(Work);
        VmLimits[] limits =
        [
            new(3, 20, 5, new ItemSet(["10.0.0.0/8", "192.0.2.7:443", "2001:db8::/32", "[2001:db8::1]:53"])),
            new(7, 100, 10_000, ItemSet.Nothing),
            VmLimits.Open,
            new(10_000, 50, 300, new ItemSet(["0.0.0.0/0:80"])),
        ];
        foreach (var wanted in limits)
        {
            await TwiceAsync(() => Hypervisor.SetLimitsAsync(Work, wanted, Cancellation));
            Assert.Equal(wanted.ThroughputMiB, (await ObservedAsync(Work))?.Limits?.ThroughputMiB);
            Assert.False((await ObservedAsync(Work))?.Limits?.DiffersFrom(wanted));
        }

        await phone.ReopenAsync();
        Assert.False((await ObservedAsync(Work))?.Limits?.DiffersFrom(limits[^1]));
        await Hypervisor.StopAsync(Work, Cancellation);
        Assert.Null((await ObservedAsync(Work))?.Limits);
        await RunningAsync(Work);
        Assert.False((await ObservedAsync(Work))?.Limits?.DiffersFrom(VmLimits.Open));
    }

    [Fact]
    public async Task The_disk_of_a_vm_is_seen_to_be_encrypted_until_its_slots_are_erased()
    {
        var vm = new VmRef("sealed", 1);
        await Hypervisor.ProvisionAsync(vm, DiskMiB, Cancellation);
        Assert.True((await ObservedAsync(vm))?.DiskEncrypted);
        await Hypervisor.EraseSlotsAsync(vm, Cancellation);
        Assert.False((await ObservedAsync(vm))?.DiskEncrypted);
    }

    [Fact]
    public async Task The_auto_lock_time_is_what_the_guest_claims()
    {
        await RunningAsync(Work);
        await Hypervisor.SetAutoLockAsync(Work, 90, Cancellation);

        Assert.Equal(90, (await ObservedAsync(Work))?.GuestAutoLockSeconds);
    }

    [Fact]
    public async Task A_new_driver_finds_the_vms_that_run()
    {
        await RunningAsync(Work);
        await phone.Guests.AskAsync(Work, new GuestRequest.SetClipboard("from before"), Cancellation);
        await phone.ReopenAsync();

        Assert.Equal(VmState.Running, (await ObservedAsync(Work))?.State);
        Assert.Equal("from before", (await phone.Guests.AskAsync(Work, new GuestRequest.GetClipboard(), Cancellation)).UntrustedText);
    }

    [Fact]
    public async Task Each_step_of_a_wipe_shows_in_the_evidence_and_may_be_repeated()
    {
        var doomed = new VmRef("doomed", 3);
        await Hypervisor.ProvisionAsync(doomed, DiskMiB, Cancellation);
        await Hypervisor.StartAsync(doomed, Small, Cancellation);
        Assert.Equal(new WipeEvidence(false, false, false, false), await Hypervisor.ObserveWipeAsync(doomed, Cancellation));

        await TwiceAsync(() => Hypervisor.KillAsync(doomed, Cancellation));
        Assert.Equal(new WipeEvidence(true, false, false, false), await Hypervisor.ObserveWipeAsync(doomed, Cancellation));
        await TwiceAsync(() => Hypervisor.DestroySecretAsync(doomed, Cancellation));
        Assert.Equal(new WipeEvidence(true, true, false, false), await Hypervisor.ObserveWipeAsync(doomed, Cancellation));
        Assert.Equal(VmState.Failed, (await ObservedAsync(doomed))?.State);
        await RefusedAsync(DeviceCodes.SecretNotFound, () => Hypervisor.StartAsync(doomed, Small, Cancellation));
        await TwiceAsync(() => Hypervisor.EraseSlotsAsync(doomed, Cancellation));
        Assert.Equal(new WipeEvidence(true, true, true, false), await Hypervisor.ObserveWipeAsync(doomed, Cancellation));
        await TwiceAsync(() => Hypervisor.UnlinkAsync(doomed, Cancellation));
        Assert.True((await Hypervisor.ObserveWipeAsync(doomed, Cancellation)).Complete);
        Assert.Null(await ObservedAsync(doomed));
    }

    /// <summary>Brings the VM to run by the cheapest way, and waits until its guest answers.</summary>
    private async Task RunningAsync(VmRef vm)
    {
        await Hypervisor.ProvisionAsync(vm, DiskMiB, Cancellation);
        await Hypervisor.StartAsync(vm, Small, Cancellation);
        await Hypervisor.ResumeAsync(vm, Cancellation);
        await Guest.AnswersAsync(phone.Guests, vm, Cancellation);
    }

    private async Task<VmObservation?> ObservedAsync(VmRef vm) =>
        (await Hypervisor.ObserveAsync(Cancellation)).SingleOrDefault(observation => observation.Vm == vm);

    private static async Task TwiceAsync(Func<Task> step)
    {
        await step();
        await step();
    }

    private static async Task RefusedAsync(string code, Func<Task> attempt) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<DeviceException>(attempt)).Code);
}
