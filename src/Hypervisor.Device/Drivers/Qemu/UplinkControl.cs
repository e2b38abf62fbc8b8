using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>A VM's reach into the network: its NIC sits on a hub, and an uplink is put on that hub or taken off while it runs.</summary>
internal static partial class UplinkControl
{
    private const string Uplink = "uplink";
    private const string UplinkPort = "uplink-port";

    /// <summary>Changes the reach; what is right already is left alone.</summary>
    public static async Task SetAsync(QmpConnection qmp, NetworkMode mode, CancellationToken cancellation)
    {
        if (await ReadAsync(qmp, cancellation) == mode) return;
        await RemoveAsync(qmp, cancellation);
        if (mode == NetworkMode.None) return;
        await qmp.ExecuteAsync("netdev_add", new() { ["type"] = "user", ["id"] = Uplink, ["restrict"] = mode == NetworkMode.Restricted }, cancellation);
        await qmp.ExecuteAsync("netdev_add", new() { ["type"] = "hubport", ["id"] = UplinkPort, ["hubid"] = 0, ["netdev"] = Uplink }, cancellation);
        await SetLinkAsync(qmp, up: true, cancellation);
    }

    /// <summary>Cuts the VM off. The link goes down first: a NIC that sends to an empty hub waits for ever for the hub to drain.</summary>
    public static async Task RemoveAsync(QmpConnection qmp, CancellationToken cancellation)
    {
        await SetLinkAsync(qmp, up: false, cancellation);
        var listing = await ListAsync(qmp, cancellation);
        foreach (var id in new[] { UplinkPort, Uplink })
            if (NamesClient(listing, id)) await qmp.ExecuteAsync("netdev_del", new() { ["id"] = id }, cancellation);
    }

    /// <summary>The reach as QEMU lists it; null if the listing is anything but expected.</summary>
    public static async Task<NetworkMode?> ReadAsync(QmpConnection qmp, CancellationToken cancellation) => Parse(await ListAsync(qmp, cancellation));

    /// <summary>Reads QEMU's listing of its hubs. Strict: one hub, our NIC, and at most our one uplink.</summary>
    internal static NetworkMode? Parse(string listing)
    {
        var lines = listing.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines is not ["hub 0", .. var clients]) return null;
        var uplinks = clients.Where(client => !NicShape().IsMatch(client)).ToArray();
        if (uplinks.Length + 1 != clients.Length) return null;
        return uplinks switch
        {
            [] => NetworkMode.None,
            [var only] when UplinkShape().Match(only) is { Success: true } match =>
                match.Groups["restrict"].Value == "on" ? NetworkMode.Restricted : NetworkMode.Internet,
            _ => null,
        };
    }

    private static bool NamesClient(string listing, string id) =>
        listing.Contains($"\\ {id}: ", StringComparison.Ordinal) || listing.Contains($": {id}: ", StringComparison.Ordinal);

    private static async Task<string> ListAsync(QmpConnection qmp, CancellationToken cancellation) =>
        (await qmp.ExecuteAsync("human-monitor-command", new() { ["command-line"] = "info network" }, cancellation))?.ToString() ?? "";

    private static Task SetLinkAsync(QmpConnection qmp, bool up, CancellationToken cancellation) =>
        qmp.ExecuteAsync("set_link", new JsonObject { ["name"] = QemuCommandLine.Nic, ["up"] = up }, cancellation);

    [GeneratedRegex(@"\A\\ port: nic: index=0,type=nic,", RegexOptions.None, 1000)]
    private static partial Regex NicShape();

    [GeneratedRegex(@"\A\\ uplink-port: uplink: index=0,type=user,net=[0-9.]+,restrict=(?<restrict>on|off)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UplinkShape();
}
