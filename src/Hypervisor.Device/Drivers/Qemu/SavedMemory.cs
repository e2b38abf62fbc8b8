using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>What must be equal for saved memory to be read again, and the hardware it was saved with.</summary>
internal sealed record SavedMemoryTicket(string QemuVersion, string Machine, int MemoryMiB, int VCpus)
{
    [JsonIgnore]
    public VmHardware Hardware => new(MemoryMiB, VCpus);
}

/// <summary>A VM's memory, saved as a snapshot inside its own encrypted disk: no plaintext at rest, and no key outside QEMU.</summary>
/// <remarks>
/// INVARIANT: the ticket exists only while the VM has not run on. A snapshot holds the disk of its moment too, so using it
/// after the VM ran on would roll the disk back: the ticket is destroyed before the VM continues, never after.
/// </remarks>
internal sealed class SavedMemory(VmFolder folder)
{
    private const string Tag = "suspended";
    private static readonly TimeSpan JobLimit = TimeSpan.FromMinutes(5);

    /// <summary>The ticket, or null if no memory is saved (or its ticket cannot be read).</summary>
    public SavedMemoryTicket? Ticket()
    {
        if (!File.Exists(folder.SavedMemory)) return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(folder.SavedMemory), SavedMemoryJson.Default.SavedMemoryTicket);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Makes the saved memory unusable.</summary>
    public void Discard() => Posix.DeleteDurably(folder.SavedMemory);

    /// <summary>Saves the memory of a VM whose vCPUs stand still.</summary>
    public async Task SaveAsync(QmpConnection qmp, VmHardware hardware, CancellationToken cancellation)
    {
        Discard();
        await ForgetAsync(qmp, cancellation);
        await RunJobAsync(qmp, "snapshot-save", new() { ["vmstate"] = QemuCommandLine.DiskNode }, cancellation);
        var (version, machine) = await IdentityAsync(qmp, cancellation);
        var ticket = new SavedMemoryTicket(version, machine, hardware.MemoryMiB, hardware.VCpus);
        new DurableFile(folder.SavedMemory).Write(JsonSerializer.SerializeToUtf8Bytes(ticket, SavedMemoryJson.Default.SavedMemoryTicket));
    }

    /// <summary>Loads saved memory into a fresh QEMU; false if it does not fit (<c>state/incompatible</c>), and then that QEMU is of no more use.</summary>
    public async Task<bool> LoadAsync(QmpConnection qmp, SavedMemoryTicket ticket, CancellationToken cancellation)
    {
        if (await IdentityAsync(qmp, cancellation) != (ticket.QemuVersion, ticket.Machine)) return false;
        try
        {
            await RunJobAsync(qmp, "snapshot-load", new() { ["vmstate"] = QemuCommandLine.DiskNode }, cancellation);
            return true;
        }
        catch (DeviceException failed) when (failed.Code == DeviceCodes.StateSaveFailed)
        {
            return false;
        }
    }

    /// <summary>Frees the room of saved memory in the disk, if there is any.</summary>
    public static async Task ForgetAsync(QmpConnection qmp, CancellationToken cancellation)
    {
        var nodes = await qmp.ExecuteAsync("query-named-block-nodes", new() { ["flat"] = true }, cancellation) as JsonArray ?? [];
        var disk = nodes.FirstOrDefault(node => $"{node?["node-name"]}" == QemuCommandLine.DiskNode);
        var tags = disk?["image"]?["snapshots"] as JsonArray ?? [];
        if (tags.Any(tag => $"{tag?["name"]}" == Tag)) await RunJobAsync(qmp, "snapshot-delete", [], cancellation);
    }

    private static async Task<(string Version, string Machine)> IdentityAsync(QmpConnection qmp, CancellationToken cancellation)
    {
        var version = await qmp.ExecuteAsync("query-version", null, cancellation);
        var machine = await qmp.ExecuteAsync("qom-get", new() { ["path"] = "/machine", ["property"] = "type" }, cancellation);
        var number = version?["qemu"];
        return ($"{number?["major"]}.{number?["minor"]}.{number?["micro"]} {version?["package"]}".TrimEnd(), $"{machine}");
    }

    private static async Task RunJobAsync(QmpConnection qmp, string command, JsonObject arguments, CancellationToken cancellation)
    {
        var id = $"{command}-{Guid.NewGuid():n}";
        arguments["job-id"] = id;
        arguments["tag"] = Tag;
        arguments["devices"] = new JsonArray(JsonValue.Create(QemuCommandLine.DiskNode));
        await qmp.ExecuteAsync(command, arguments, cancellation);
        var error = await ConcludedAsync(qmp, id, cancellation);
        await qmp.ExecuteAsync("job-dismiss", new() { ["id"] = id }, cancellation);
        if (error is not null) throw new DeviceException(DeviceCodes.StateSaveFailed, $"`{command}`: {error}");
    }

    private static async Task<string?> ConcludedAsync(QmpConnection qmp, string id, CancellationToken cancellation)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (waited.Elapsed < JobLimit)
        {
            var jobs = await qmp.ExecuteAsync("query-jobs", null, cancellation) as JsonArray ?? [];
            var job = jobs.FirstOrDefault(each => $"{each?["id"]}" == id);
            if ($"{job?["status"]}" == "concluded") return job!["error"]?.ToString();
            await Task.Delay(5, cancellation);
        }
        throw new DeviceException(DeviceCodes.QmpTimeout, $"job `{id}` did not end");
    }
}

[JsonSerializable(typeof(SavedMemoryTicket))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
internal sealed partial class SavedMemoryJson : JsonSerializerContext;
