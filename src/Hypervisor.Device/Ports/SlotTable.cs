using System.Text.Json;
using System.Text.Json.Serialization;

namespace Twofold.Device.Ports;

/// <summary>To whom a VM belongs. Decided when the phone is made, on the phone, and never by the server.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SlotOwner>))]
public enum SlotOwner
{
    /// <summary>The user: no order and no setting reaches it.</summary>
    [JsonStringEnumMemberName("personal")]
    Personal,

    /// <summary>The organisation that enrolled the phone.</summary>
    [JsonStringEnumMemberName("organisation")]
    Organisation,
}

/// <summary>One slot of the phone.</summary>
/// <param name="Slot">Its name, as in <see cref="VmRef.Slot"/>.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="MemoryMiB">Memory kept free for it (personal), or started with by default (organisation), in MiB.</param>
/// <param name="VCpus">vCPUs it starts with by default.</param>
/// <param name="DiskMiB">What its guest sees as disk, in MiB.</param>
public sealed record SlotEntry(string Slot, SlotOwner Owner, int MemoryMiB = 128, int VCpus = 1, long DiskMiB = 64);

/// <summary>The phone's own table of slots, <c>slots.json</c> in the partition's folder.</summary>
/// <param name="Slots">At least one, names unique.</param>
/// <param name="PhoneMemoryMiB">What all VMs together may take, in MiB.</param>
public sealed record SlotTable(IReadOnlyList<SlotEntry> Slots, int PhoneMemoryMiB = 1024)
{
    /// <summary>Reads the table; it fails closed, because without it nobody knows what is personal.</summary>
    /// <exception cref="DeviceException"><c>slots/unreadable</c></exception>
    public static SlotTable Load(string path)
    {
        try
        {
            var table = JsonSerializer.Deserialize(File.ReadAllBytes(path), SlotTableJson.Default.SlotTable);
            return Checked(table ?? throw new JsonException("null"));
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new DeviceException(DeviceCodes.SlotTableUnreadable, $"the table of slots at `{path}` cannot be read", unreadable);
        }
    }

    /// <summary>Writes the table, readable by its owner only.</summary>
    public void Save(string path)
    {
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(Checked(this), SlotTableJson.Default.SlotTable));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>The entry of a slot, or null if the phone has none of that name.</summary>
    public SlotEntry? Find(string slot) => Slots.FirstOrDefault(entry => entry.Slot == slot);

    private static SlotTable Checked(SlotTable table)
    {
        var sound = table.Slots is { Count: > 0 } && table.Slots.All(entry => entry is { Slot: not null, MemoryMiB: > 0, VCpus: > 0, DiskMiB: > 0 });
        if (!sound || table.Slots!.DistinctBy(entry => entry.Slot).Count() != table.Slots!.Count)
            throw new DeviceException(DeviceCodes.SlotTableUnreadable, "the table of slots is empty, incomplete or names a slot twice");
        foreach (var entry in table.Slots!) _ = new VmRef(entry.Slot, 0);
        return table;
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, WriteIndented = true)]
[JsonSerializable(typeof(SlotTable))]
internal sealed partial class SlotTableJson : JsonSerializerContext;
