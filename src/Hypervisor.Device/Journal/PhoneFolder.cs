using Twofold.Device.Ports;

namespace Twofold.Device;

/// <summary>The folder that is the phone. The partition's own part is readable by its user only.</summary>
/// <param name="root">The phone's folder.</param>
public sealed class PhoneFolder(string root)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The phone's folder.</summary>
    public string Root => root;

    /// <summary>What belongs to the control partition.</summary>
    public string Partition => Path.Combine(root, "partition");

    /// <summary>The durable state.</summary>
    public string Journal => Path.Combine(Partition, "journal.json");

    /// <summary>Whose each slot is.</summary>
    public string Slots => Path.Combine(Partition, "slots.json");

    /// <summary>The phone's private key, PKCS#8 PEM.</summary>
    public string Key => Path.Combine(Partition, "key.pem");

    /// <summary>What was read back last, for the phone's own display.</summary>
    public string Seen => Path.Combine(Partition, "seen.json");

    /// <summary>Where a running agent hands out addresses of the phone's own page.</summary>
    public string Door => Path.Combine(Partition, "door.sock");

    /// <summary>What the server announced last, for the phone's own display.</summary>
    public string Notices => Path.Combine(Partition, "notices.json");

    /// <summary>Every order ever received, one a line.</summary>
    public string Orders => Path.Combine(Partition, "orders.log");

    /// <summary>What stands for the hardware of a virtual phone: its TPM and its USB socket.</summary>
    public string Hardware => Path.Combine(root, "hardware");

    /// <summary>The identity of the hardware, for a phone without a TPM.</summary>
    public string HardwareId => Path.Combine(Hardware, "id");

    /// <summary>Where the TPM of a virtual phone listens.</summary>
    public string TpmSocket => Path.Combine(Hardware, "tpm", "sock");

    /// <summary>How tpm2-tools reach the TPM of a virtual phone.</summary>
    public string Tcti => $"swtpm:path={Path.GetFullPath(TpmSocket)}";

    /// <summary>Makes what is missing of the folder, and a table of slots with one personal and one work VM if there is none.</summary>
    public void Make()
    {
        Directory.CreateDirectory(Partition, OwnerOnly);
        if (!File.Exists(Slots)) DefaultSlots.Save(Slots);
    }

    private static SlotTable DefaultSlots => new([new("personal", SlotOwner.Personal), new("work", SlotOwner.Organisation)]);
}
