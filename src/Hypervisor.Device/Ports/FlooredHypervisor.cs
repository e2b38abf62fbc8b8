namespace Twofold.Device.Ports;

/// <summary>The device-side floor: wraps the driver so that nothing signed by anybody reaches a personal VM.</summary>
/// <remarks>
/// INVARIANT: everything that acts on an order or a setting holds this type, never the driver beneath. Ownership comes from the
/// phone's own <see cref="SlotTable"/>. A personal VM is provisioned and started by the phone itself, through the two
/// <c>Locally</c> methods, which are not part of <see cref="IHypervisor"/>.
/// </remarks>
public sealed class FlooredHypervisor(IHypervisor driver, SlotTable slots) : IHypervisor
{
    /// <inheritdoc/>
    public string Name => driver.Name;

    /// <inheritdoc/>
    public Task<IReadOnlyList<VmObservation>> ObserveAsync(CancellationToken cancellation) => driver.ObserveAsync(cancellation);

    /// <inheritdoc/>
    public Task ProvisionAsync(VmRef vm, long diskMiB, CancellationToken cancellation) =>
        Organisation(vm).ProvisionAsync(vm, diskMiB, cancellation);

    /// <inheritdoc/>
    public Task<StartOutcome> StartAsync(VmRef vm, VmHardware hardware, CancellationToken cancellation) =>
        Feeding(vm, hardware).StartAsync(vm, hardware, cancellation);

    /// <inheritdoc/>
    public Task StopAsync(VmRef vm, CancellationToken cancellation) => Organisation(vm).StopAsync(vm, cancellation);

    /// <inheritdoc/>
    public Task PauseAsync(VmRef vm, CancellationToken cancellation) => Organisation(vm).PauseAsync(vm, cancellation);

    /// <inheritdoc/>
    public Task ResumeAsync(VmRef vm, CancellationToken cancellation) => Organisation(vm).ResumeAsync(vm, cancellation);

    /// <inheritdoc/>
    public Task SuspendAsync(VmRef vm, CancellationToken cancellation) => Organisation(vm).SuspendAsync(vm, cancellation);

    /// <inheritdoc/>
    public Task SetNetworkAsync(VmRef vm, NetworkMode mode, CancellationToken cancellation) =>
        Organisation(vm).SetNetworkAsync(vm, mode, cancellation);

    /// <inheritdoc/>
    public Task SetUsbAsync(VmRef vm, UsbKinds allowed, CancellationToken cancellation) => Organisation(vm).SetUsbAsync(vm, allowed, cancellation);

    /// <inheritdoc/>
    public Task SetPeripheralsAsync(VmRef vm, PeripheralSet allowed, CancellationToken cancellation) =>
        Organisation(vm).SetPeripheralsAsync(vm, allowed, cancellation);

    /// <inheritdoc/>
    public Task SetLimitsAsync(VmRef vm, VmLimits limits, CancellationToken cancellation) =>
        Organisation(vm).SetLimitsAsync(vm, limits, cancellation);

    /// <inheritdoc/>
    public Task SetAutoLockAsync(VmRef vm, int seconds, CancellationToken cancellation) =>
        Organisation(vm).SetAutoLockAsync(vm, seconds, cancellation);

    /// <inheritdoc/>
    public Task KillAsync(VmRef vm, CancellationToken cancellation) => Organisation(vm).KillAsync(vm, cancellation);

    /// <inheritdoc/>
    public Task DestroySecretAsync(VmRef vm, CancellationToken cancellation) => Organisation(vm).DestroySecretAsync(vm, cancellation);

    /// <inheritdoc/>
    public Task EraseSlotsAsync(VmRef vm, CancellationToken cancellation) => Organisation(vm).EraseSlotsAsync(vm, cancellation);

    /// <inheritdoc/>
    public Task UnlinkAsync(VmRef vm, CancellationToken cancellation) => Organisation(vm).UnlinkAsync(vm, cancellation);

    /// <inheritdoc/>
    public Task<WipeEvidence> ObserveWipeAsync(VmRef vm, CancellationToken cancellation) => driver.ObserveWipeAsync(vm, cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => driver.DisposeAsync();

    /// <summary>For the phone's own boot only: makes a personal VM.</summary>
    public Task ProvisionLocallyAsync(VmRef vm, CancellationToken cancellation) =>
        driver.ProvisionAsync(vm, Personal(vm).DiskMiB, cancellation);

    /// <summary>For the phone's own boot only: starts a personal VM with what the phone keeps for it, and gives it the user's network and peripherals.</summary>
    public async Task<StartOutcome> StartLocallyAsync(VmRef vm, CancellationToken cancellation)
    {
        var entry = Personal(vm);
        var outcome = await driver.StartAsync(vm, new VmHardware(entry.MemoryMiB, entry.VCpus), cancellation);
        if (outcome == StartOutcome.AlreadyRunning) return outcome;
        await driver.SetNetworkAsync(vm, NetworkMode.Internet, cancellation);
        await driver.SetPeripheralsAsync(vm, PeripheralSet.Everything, cancellation);
        return outcome;
    }

    private IHypervisor Organisation(VmRef vm) => Entry(vm).Owner == SlotOwner.Organisation
        ? driver : throw new DeviceException(DeviceCodes.FloorPersonal, $"`{vm}` is personal: no order and no setting reaches it");

    private IHypervisor Feeding(VmRef vm, VmHardware hardware)
    {
        var kept = slots.Slots.Where(entry => entry.Owner == SlotOwner.Personal).Sum(entry => (long)entry.MemoryMiB);
        return kept + hardware.MemoryMiB <= slots.PhoneMemoryMiB
            ? Organisation(vm)
            : throw new DeviceException(DeviceCodes.FloorStarve, $"{hardware.MemoryMiB} MiB for `{vm}` would take from what is kept for personal VMs");
    }

    private SlotEntry Personal(VmRef vm) => Entry(vm) is { Owner: SlotOwner.Personal } entry
        ? entry : throw new DeviceException(DeviceCodes.FloorPersonal, $"`{vm}` is not personal: it starts by order");

    private SlotEntry Entry(VmRef vm) =>
        slots.Find(vm.Slot) ?? throw new DeviceException(DeviceCodes.FloorUnknownSlot, $"this phone has no slot `{vm.Slot}`");
}
