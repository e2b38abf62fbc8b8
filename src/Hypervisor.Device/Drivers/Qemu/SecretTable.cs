using System.Text.Json;
using System.Text.Json.Serialization;
using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>Which secret lies at which NV index of the TPM: <c>secrets.json</c> in the partition's folder. It holds no secret. A name may outlast its secret.</summary>
internal sealed class SecretTable(string path)
{
    /// <summary>The owner's range of NV indices (TCG registry of reserved handles).</summary>
    public const uint First = 0x01800000;

    /// <summary>Secrets that one phone holds at most.</summary>
    public const int Room = 64;

    /// <summary>Name ("work-3/disk") to NV index.</summary>
    public IReadOnlyDictionary<string, uint> Read() => File.Exists(path)
        ? JsonSerializer.Deserialize(File.ReadAllBytes(path), SecretTableJson.Default.DictionaryStringUInt32) ?? []
        : new Dictionary<string, uint>();

    /// <summary>The index of a name; a new one, durably noted, if it has none. Names whose index the TPM holds no more are forgotten then.</summary>
    public uint Assign(string name, IReadOnlyCollection<uint> held)
    {
        var table = Read().Where(entry => entry.Key == name || held.Contains(entry.Value)).ToDictionary(StringComparer.Ordinal);
        if (table.TryGetValue(name, out var known)) return known;
        var free = Enumerable.Range(0, Room).Select(offset => First + (uint)offset).Except(table.Values).FirstOrDefault();
        if (free == 0) throw new DeviceException(DeviceCodes.SecretVaultFull, $"the TPM holds {Room} secrets already");
        table[name] = free;
        Write(table);
        return free;
    }

    private void Write(Dictionary<string, uint> table) =>
        new DurableFile(path).Write(JsonSerializer.SerializeToUtf8Bytes(table, SecretTableJson.Default.DictionaryStringUInt32));
}

[JsonSerializable(typeof(Dictionary<string, uint>))]
internal sealed partial class SecretTableJson : JsonSerializerContext;
