namespace Twofold.Device.Ports;

/// <summary>What a VM does, as the hypervisor says it.</summary>
public enum VmState
{
    /// <summary>Nothing of it is on the phone.</summary>
    Absent,

    /// <summary>Its disk is there; no process runs it.</summary>
    Stopped,

    /// <summary>Its vCPUs run.</summary>
    Running,

    /// <summary>Its process lives, its vCPUs stand still.</summary>
    Paused,

    /// <summary>Its memory is saved, encrypted; no process runs it.</summary>
    Suspended,

    /// <summary>It cannot run any more as it stands: its guest crashed, or part of it is gone (a wipe under way).</summary>
    Failed,
}

/// <summary>How far the VM's network reaches, ordered from the strictest.</summary>
public enum NetworkMode
{
    /// <summary>No uplink exists.</summary>
    None,

    /// <summary>An uplink exists that lets nothing out.</summary>
    Restricted,

    /// <summary>Open.</summary>
    Internet,
}

/// <summary>What a VM gets when it starts; a changed value counts from the next cold start.</summary>
/// <param name="MemoryMiB">In MiB.</param>
/// <param name="VCpus">At least one.</param>
public sealed record VmHardware(int MemoryMiB, int VCpus);

/// <summary>A VM as read back from the hypervisor, never echoed from what was asked; null is "could not be read".</summary>
/// <param name="Vm">Which VM.</param>
/// <param name="State">What it does.</param>
/// <param name="MemoryMiB">Memory of the running VM, in MiB.</param>
/// <param name="VCpus">vCPUs of the running VM.</param>
/// <param name="Network">How far its network reaches.</param>
/// <param name="UsbAttached">Whether anything of the phone's USB socket is plugged into it.</param>
/// <param name="GuestAutoLockSeconds">Claimed: only the guest says so. Seconds; 0 is never.</param>
/// <param name="StorageBytes">Bytes that its files take on the phone's storage.</param>
/// <param name="SecretPresent">Whether the TPM still holds the secret of its disk.</param>
public sealed record VmObservation(
    VmRef Vm,
    VmState State,
    int? MemoryMiB,
    int? VCpus,
    NetworkMode? Network,
    bool? UsbAttached,
    int? GuestAutoLockSeconds,
    long StorageBytes,
    bool SecretPresent)
{
    /// <summary>Kinds of the USB devices that are plugged into it.</summary>
    public UsbKinds? UsbKinds { get; init; }

    /// <summary>The peripherals that are handed to it.</summary>
    public PeripheralSet? Peripherals { get; init; }

    /// <summary>The limits of the running VM; null when it does not run.</summary>
    public SeenLimits? Limits { get; init; }

    /// <summary>Whether its link is one that no other VM is on; null when it does not run, or could not be read.</summary>
    public bool? LinkApart { get; init; }

    /// <summary>Whether its disk opens with a key only, read from the disk; null if there is none.</summary>
    public bool? DiskEncrypted { get; init; }
}

/// <summary>How a VM came to run.</summary>
public enum StartOutcome
{
    /// <summary>It booted.</summary>
    Cold,

    /// <summary>It goes on from its saved memory.</summary>
    Restored,

    /// <summary>It booted although memory was saved, because that does not fit this hypervisor (<c>state/incompatible</c>); the saved memory is discarded.</summary>
    ColdStateIncompatible,

    /// <summary>It ran already; nothing was done.</summary>
    AlreadyRunning,
}

/// <summary>What is observed now of a VM that is to be wiped.</summary>
/// <param name="ProcessGone">No process runs it.</param>
/// <param name="SecretGone">The TPM holds no secret of it.</param>
/// <param name="SlotsErased">No key slot is left in its disk, or the disk is gone.</param>
/// <param name="FilesGone">None of its files is left.</param>
public sealed record WipeEvidence(bool ProcessGone, bool SecretGone, bool SlotsErased, bool FilesGone)
{
    /// <summary>All four.</summary>
    public bool Complete => ProcessGone && SecretGone && SlotsErased && FilesGone;
}
