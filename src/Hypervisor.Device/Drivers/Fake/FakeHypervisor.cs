using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Fake;

/// <summary>A hypervisor in memory that keeps to the same conformance suite as QEMU.</summary>
public sealed class FakeHypervisor(FakePhone phone) : IHypervisor
{
    /// <inheritdoc/>
    public string Name => $"fake {phone.HypervisorVersion}";

    /// <inheritdoc/>
    public Task<IReadOnlyList<VmObservation>> ObserveAsync(CancellationToken cancellation)
    {
        lock (phone.Gate)
        {
            var vms = phone.Vms.Keys.Union(phone.Secrets.Select(secret => secret.Vm)).OrderBy(vm => vm.Slot, StringComparer.Ordinal).ThenBy(vm => vm.Epoch);
            return Task.FromResult<IReadOnlyList<VmObservation>>([.. vms.Select(Observe)]);
        }
    }

    /// <inheritdoc/>
    public Task ProvisionAsync(VmRef vm, long diskMiB, CancellationToken cancellation) => Change("Provision", vm, () =>
    {
        if (!phone.Vms.TryAdd(vm, new FakeVm())) return;
        phone.Secrets.Add(SecretName.Disk(vm));
    });

    /// <inheritdoc/>
    public async Task<StartOutcome> StartAsync(VmRef vm, VmHardware hardware, CancellationToken cancellation)
    {
        var outcome = StartOutcome.AlreadyRunning;
        await Change("Start", vm, () => outcome = Start(vm, hardware));
        return outcome;
    }

    /// <inheritdoc/>
    public Task StopAsync(VmRef vm, CancellationToken cancellation) => Change("Stop", vm, () =>
    {
        var it = Find(vm);
        it.SavedBy = null;
        it.PowerOff();
    });

    /// <inheritdoc/>
    public Task PauseAsync(VmRef vm, CancellationToken cancellation) => Change("Pause", vm, () => Alive(vm).Paused = true);

    /// <inheritdoc/>
    public Task ResumeAsync(VmRef vm, CancellationToken cancellation) => Change("Resume", vm, () => Alive(vm).Paused = false);

    /// <inheritdoc/>
    public Task SuspendAsync(VmRef vm, CancellationToken cancellation) => Change("Suspend", vm, () =>
    {
        var it = Find(vm);
        if (!it.Process && it.SavedBy is not null) return;
        Alive(vm).SavedBy = phone.HypervisorVersion;
        it.PowerOff();
    });

    /// <inheritdoc/>
    public Task SetNetworkAsync(VmRef vm, NetworkMode mode, CancellationToken cancellation) =>
        Change("SetNetwork", vm, () => Alive(vm).Network = mode);

    /// <inheritdoc/>
    public Task SetUsbAsync(VmRef vm, UsbKinds allowed, CancellationToken cancellation) =>
        Change("SetUsb", vm, () => Alive(vm).Usb = allowed & phone.InUsbSocket);

    /// <inheritdoc/>
    public Task SetPeripheralsAsync(VmRef vm, PeripheralSet allowed, CancellationToken cancellation) =>
        Change("SetPeripherals", vm, () => Alive(vm).Peripherals = allowed);

    /// <inheritdoc/>
    public Task SetLimitsAsync(VmRef vm, VmLimits limits, CancellationToken cancellation) =>
        Change("SetLimits", vm, () => Alive(vm).Limits = limits);

    /// <inheritdoc/>
    public Task SetAutoLockAsync(VmRef vm, int seconds, CancellationToken cancellation) =>
        Change("SetAutoLock", vm, () => Answering(vm).AutoLockSeconds = seconds);

    /// <inheritdoc/>
    public Task KillAsync(VmRef vm, CancellationToken cancellation) =>
        Change("Kill", vm, () => phone.Vms.GetValueOrDefault(vm)?.PowerOff());

    /// <inheritdoc/>
    public Task DestroySecretAsync(VmRef vm, CancellationToken cancellation) =>
        Change("DestroySecret", vm, () => phone.Secrets.Remove(SecretName.Disk(vm)));

    /// <inheritdoc/>
    public Task EraseSlotsAsync(VmRef vm, CancellationToken cancellation) => Change("EraseSlots", vm, () =>
    {
        if (phone.Vms.GetValueOrDefault(vm) is { } it) it.SlotsErased = true;
    });

    /// <inheritdoc/>
    public Task UnlinkAsync(VmRef vm, CancellationToken cancellation) => Change("Unlink", vm, () => phone.Vms.Remove(vm));

    /// <inheritdoc/>
    public Task<WipeEvidence> ObserveWipeAsync(VmRef vm, CancellationToken cancellation)
    {
        lock (phone.Gate)
        {
            var it = phone.Vms.GetValueOrDefault(vm);
            return Task.FromResult(new WipeEvidence(
                it is not { Process: true }, !phone.Secrets.Contains(SecretName.Disk(vm)), it is null or { SlotsErased: true }, it is null));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private StartOutcome Start(VmRef vm, VmHardware hardware)
    {
        var it = Find(vm);
        if (it.Process) return StartOutcome.AlreadyRunning;
        if (!phone.Secrets.Contains(SecretName.Disk(vm))) throw new DeviceException(DeviceCodes.SecretNotFound, $"the vault holds no `{SecretName.Disk(vm)}`");
        if (it.SlotsErased) throw new DeviceException(DeviceCodes.VmStartFailed, $"the disk of `{vm}` does not open");
        var outcome = it.SavedBy is null ? StartOutcome.Cold
            : it.SavedBy == phone.HypervisorVersion ? StartOutcome.Restored : StartOutcome.ColdStateIncompatible;
        if (outcome != StartOutcome.Restored) it.Boot(hardware);
        (it.Process, it.Paused, it.SavedBy) = (true, false, null);
        return outcome;
    }

    private VmObservation Observe(VmRef vm)
    {
        var it = phone.Vms.GetValueOrDefault(vm);
        var secret = phone.Secrets.Contains(SecretName.Disk(vm));
        var blank = new VmObservation(vm, AtRest(it, secret), null, null, null, null, null, it is null ? 0 : 2 << 20, secret)
        {
            DiskEncrypted = it is null ? null : !it.SlotsErased,
        };
        return it is not { Process: true } ? blank : blank with
        {
            State = it.Paused ? VmState.Paused : VmState.Running,
            MemoryMiB = it.Hardware.MemoryMiB,
            VCpus = it.Hardware.VCpus,
            Network = it.Network,
            UsbAttached = it.Usb != UsbKinds.None,
            UsbKinds = it.Usb,
            Peripherals = it.Peripherals,
            Limits = SeenLimits.Of(it.Limits),
            LinkApart = true,
            GuestAutoLockSeconds = it.Paused ? null : it.AutoLockSeconds,
        };
    }

    private static VmState AtRest(FakeVm? vm, bool secret) =>
        vm is null or { SlotsErased: true } || !secret ? VmState.Failed
        : vm.SavedBy is not null ? VmState.Suspended : VmState.Stopped;

    private FakeVm Find(VmRef vm) => phone.Vms.GetValueOrDefault(vm) ?? throw FakePhone.NotFound(vm);

    private FakeVm Alive(VmRef vm) => Find(vm) is { Process: true } it
        ? it : throw new DeviceException(DeviceCodes.VmWrongState, $"`{vm}` does not run");

    private FakeVm Answering(VmRef vm) => Find(vm) switch
    {
        { Process: false } => throw new DeviceException(DeviceCodes.GuestClosed, "the guest's line is closed"),
        { Paused: true } => throw new DeviceException(DeviceCodes.GuestTimeout, "the guest does not answer"),
        var it => it,
    };

    private Task Change(string step, VmRef vm, Action change)
    {
        try
        {
            phone.Before?.Invoke(step, vm);
            lock (phone.Gate) change();
            phone.After?.Invoke(step, vm);
            return Task.CompletedTask;
        }
        catch (Exception failed)
        {
            return Task.FromException(failed);
        }
    }
}
