namespace Twofold.Device.Ports;

/// <summary>The hypervisor beneath the control partition.</summary>
/// <remarks>
/// Everything is idempotent: asked for what already is, a driver does nothing. Failures are <see cref="DeviceException"/>s.
/// VMs outlive the agent: a driver that is made anew finds those that run. Calls for one VM run one at a time.
/// </remarks>
public interface IHypervisor : IAsyncDisposable
{
    /// <summary>For people and for the hello: "qemu 7.2.22 tcg".</summary>
    string Name { get; }

    /// <summary>Every VM of which anything is on this phone, read back now.</summary>
    Task<IReadOnlyList<VmObservation>> ObserveAsync(CancellationToken cancellation);

    /// <summary>Makes a VM: a fresh random secret in the TPM, and an empty disk encrypted with it. A half-made one is completed.</summary>
    /// <param name="vm">Which VM.</param>
    /// <param name="diskMiB">What the guest sees, in MiB.</param>
    /// <param name="cancellation">Abandons the wait.</param>
    Task ProvisionAsync(VmRef vm, long diskMiB, CancellationToken cancellation);

    /// <summary>Boots the VM, or restores its saved memory if it is suspended (then with the hardware it was saved with).</summary>
    /// <remarks>It starts with the strictest settings (no network, no USB, no peripherals); set what the policy allows afterwards.</remarks>
    Task<StartOutcome> StartAsync(VmRef vm, VmHardware hardware, CancellationToken cancellation);

    /// <summary>Powers the VM down, by force if the guest does not. Saved memory is discarded.</summary>
    Task StopAsync(VmRef vm, CancellationToken cancellation);

    /// <summary>Stops its vCPUs.</summary>
    Task PauseAsync(VmRef vm, CancellationToken cancellation);

    /// <summary>Lets its vCPUs run on.</summary>
    Task ResumeAsync(VmRef vm, CancellationToken cancellation);

    /// <summary>Saves its memory, encrypted, and ends its process.</summary>
    Task SuspendAsync(VmRef vm, CancellationToken cancellation);

    /// <summary>How far its network reaches, from now on; existing connections that exceed it are cut. Not kept over a start.</summary>
    Task SetNetworkAsync(VmRef vm, NetworkMode mode, CancellationToken cancellation);

    /// <summary>Plugs what is in the phone's USB socket into the VM if it is of an allowed kind, and pulls the rest. Not kept over a start.</summary>
    Task SetUsbAsync(VmRef vm, UsbKinds allowed, CancellationToken cancellation);

    /// <summary>Hands the VM devices of the phone's peripherals, and takes the others away at once. Not kept over a start.</summary>
    /// <remarks>What the phone does not have is not handed out.</remarks>
    Task SetPeripheralsAsync(VmRef vm, PeripheralSet allowed, CancellationToken cancellation);

    /// <summary>What it may take of the phone and where it may connect to, from now on. Not kept over a start.</summary>
    /// <remarks>What the phone cannot enforce is left out, and read back as unknown.</remarks>
    Task SetLimitsAsync(VmRef vm, VmLimits limits, CancellationToken cancellation);

    /// <summary>Tells the guest after how many idle seconds to lock; 0 is never.</summary>
    Task SetAutoLockAsync(VmRef vm, int seconds, CancellationToken cancellation);

    /// <summary>Wipe, step 1: ends its process at once.</summary>
    Task KillAsync(VmRef vm, CancellationToken cancellation);

    /// <summary>Wipe, step 2: destroys its secrets in the TPM.</summary>
    Task DestroySecretAsync(VmRef vm, CancellationToken cancellation);

    /// <summary>Wipe, step 3: overwrites the key slots of its disk; needs no secret.</summary>
    Task EraseSlotsAsync(VmRef vm, CancellationToken cancellation);

    /// <summary>Wipe, step 4: removes its files.</summary>
    Task UnlinkAsync(VmRef vm, CancellationToken cancellation);

    /// <summary>What is observed now; true throughout for a VM that never was.</summary>
    Task<WipeEvidence> ObserveWipeAsync(VmRef vm, CancellationToken cancellation);
}
