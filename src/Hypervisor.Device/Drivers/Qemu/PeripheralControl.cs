using System.Text.Json.Nodes;
using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>
/// Hands peripherals to a VM: a port for each, behind which is the file or pipe that the phone's hardware feeds. A port needs no consent of
/// the guest to go. Its id names the peripheral and the measure of it, and so the feed.
/// </summary>
internal static class PeripheralControl
{
    private const string Prefix = "peripheral-";

    /// <summary>Makes the VM have what is allowed and the phone has, and nothing else. What is right already is left alone.</summary>
    public static async Task SetAsync(QmpConnection qmp, string feeds, PeripheralSet allowed, CancellationToken cancellation)
    {
        var wanted = PeripheralSet.Kinds.Where(kind => allowed[kind] != PeripheralAccess.Blocked)
            .ToDictionary(kind => Id(kind, allowed[kind]), kind => kind, StringComparer.Ordinal);
        var plugged = (await HotPlug.ListAsync(qmp, Prefix, cancellation)).Select(device => device.Id).ToList();
        foreach (var id in plugged.Where(id => !wanted.ContainsKey(id))) await HotPlug.PullAsync(qmp, id, cancellation);
        var kept = plugged.Where(wanted.ContainsKey).ToList();
        foreach (var id in (await OpenedAsync(qmp, cancellation)).Except(kept))
            await HotPlug.CloseAsync(qmp, "chardev-remove", new() { ["id"] = id }, cancellation);
        foreach (var (id, kind) in wanted)
            if (!kept.Contains(id) && File.Exists(Feed(feeds, id))) await PlugAsync(qmp, id, kind, Feed(feeds, id), cancellation);
    }

    /// <summary>What QEMU lists; null if it lists a port that no peripheral has.</summary>
    public static async Task<PeripheralSet?> ReadAsync(QmpConnection qmp, CancellationToken cancellation)
    {
        PeripheralSet? set = default(PeripheralSet);
        foreach (var device in await HotPlug.ListAsync(qmp, Prefix, cancellation)) set = Add(set, device.Id);
        return set;
    }

    private static PeripheralSet? Add(PeripheralSet? set, string id)
    {
        foreach (var kind in PeripheralSet.Kinds)
            foreach (var access in new[] { PeripheralAccess.Limited, PeripheralAccess.Full })
                if (id == Id(kind, access)) return set?.With(kind, access);
        return null;
    }

    private static string Id(Peripheral kind, PeripheralAccess access) =>
        $"{Prefix}{GuestWords.Name(kind)}{(access == PeripheralAccess.Limited ? ".limited" : "")}";

    private static string Feed(string feeds, string id) => Path.Combine(feeds, id[Prefix.Length..]);

    private static async Task PlugAsync(QmpConnection qmp, string id, Peripheral kind, string feed, CancellationToken cancellation)
    {
        await qmp.ExecuteAsync("chardev-add", new()
        {
            ["id"] = id,
            ["backend"] = new JsonObject { ["type"] = "file", ["data"] = new JsonObject { ["in"] = feed, ["out"] = "/dev/null" } },
        }, cancellation);
        await qmp.ExecuteAsync("device_add", new()
        {
            ["driver"] = "virtserialport",
            ["id"] = id,
            ["chardev"] = id,
            ["name"] = $"com.twofold.{GuestWords.Name(kind)}.0",
        }, cancellation);
    }

    private static async Task<IReadOnlyList<string>> OpenedAsync(QmpConnection qmp, CancellationToken cancellation)
    {
        var chardevs = await qmp.ExecuteAsync("query-chardev", null, cancellation) as JsonArray ?? [];
        return [.. chardevs.Select(chardev => $"{chardev?["label"]}").Where(label => label.StartsWith(Prefix, StringComparison.Ordinal))];
    }
}
