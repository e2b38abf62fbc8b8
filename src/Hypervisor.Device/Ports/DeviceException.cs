namespace Twofold.Device.Ports;

/// <summary>Something the control partition depends on (hypervisor, TPM, guest, disk) failed or refused.</summary>
/// <param name="code">Stable, "area/kebab-case"; see <see cref="DeviceCodes"/>.</param>
/// <param name="message">Lower case, user input in backticks, never a secret.</param>
/// <param name="cause">What went wrong beneath, if anything did.</param>
public sealed class DeviceException(string code, string message, Exception? cause = null) : Exception($"{code}: {message}", cause)
{
    /// <summary>The stable code, one of <see cref="DeviceCodes"/>.</summary>
    public string Code { get; } = code;
}

/// <summary>Every code a <see cref="DeviceException"/> can carry.</summary>
public static class DeviceCodes
{
    /// <summary>No VM of that slot and epoch exists on this phone.</summary>
    public const string VmNotFound = "vm/not-found";

    /// <summary>A VM of that slot and epoch exists already.</summary>
    public const string VmExists = "vm/exists";

    /// <summary>The slot or epoch is not well formed.</summary>
    public const string VmBadName = "vm/bad-name";

    /// <summary>The VM is in a state in which this cannot be done.</summary>
    public const string VmWrongState = "vm/wrong-state";

    /// <summary>The hypervisor did not start the VM.</summary>
    public const string VmStartFailed = "vm/start-failed";

    /// <summary>The filter or the shaping of the VM's link was not taken.</summary>
    public const string LinkFailed = "vm/link-failed";

    /// <summary>The process of the VM did not end within its bound.</summary>
    public const string VmKillFailed = "vm/kill-failed";

    /// <summary>The folder of the phone is too deep for a unix socket.</summary>
    public const string VmPathTooLong = "vm/path-too-long";

    /// <summary>The encrypted disk could not be created.</summary>
    public const string DiskCreateFailed = "disk/create-failed";

    /// <summary>The key slots of the disk could not be erased.</summary>
    public const string DiskEraseFailed = "disk/erase-failed";

    /// <summary>The state of the VM could not be saved.</summary>
    public const string StateSaveFailed = "state/save-failed";

    /// <summary>The saved state does not fit this hypervisor.</summary>
    public const string StateIncompatible = "state/incompatible";

    /// <summary>The control connection to the hypervisor is closed.</summary>
    public const string QmpClosed = "qmp/closed";

    /// <summary>The hypervisor did not answer in time.</summary>
    public const string QmpTimeout = "qmp/timeout";

    /// <summary>The hypervisor answered more than the bound, or something that is not QMP.</summary>
    public const string QmpMalformed = "qmp/malformed";

    /// <summary>The hypervisor refused a command.</summary>
    public const string QmpRefused = "qmp/refused";

    /// <summary>The guest's agent is not reachable.</summary>
    public const string GuestClosed = "guest/closed";

    /// <summary>The guest did not answer in time.</summary>
    public const string GuestTimeout = "guest/timeout";

    /// <summary>The guest answered more than the bound, or out of protocol.</summary>
    public const string GuestMalformed = "guest/malformed";

    /// <summary>What was to be said to the guest exceeds the bound.</summary>
    public const string GuestTooLong = "guest/too-long";

    /// <summary>A program that the driver needs is not installed.</summary>
    public const string ToolMissing = "tool/missing";

    /// <summary>The TPM refused or failed.</summary>
    public const string SecretVaultFailed = "secret/vault-failed";

    /// <summary>The vault holds no such secret.</summary>
    public const string SecretNotFound = "secret/not-found";

    /// <summary>A secret of that name exists already.</summary>
    public const string SecretExists = "secret/exists";

    /// <summary>The vault has no room for another secret.</summary>
    public const string SecretVaultFull = "secret/vault-full";

    /// <summary>The device-side floor: no order and no setting may do this to a personal VM.</summary>
    public const string FloorPersonal = "floor/personal";

    /// <summary>The device-side floor: this would leave the personal VM without its memory.</summary>
    public const string FloorStarve = "floor/starve";

    /// <summary>The slot is not in the phone's own table.</summary>
    public const string FloorUnknownSlot = "floor/unknown-slot";

    /// <summary>The phone's own table of slots cannot be read.</summary>
    public const string SlotTableUnreadable = "slots/unreadable";
}
