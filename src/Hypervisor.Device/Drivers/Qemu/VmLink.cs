using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Twofold.Device.Ports;
using Twofold.Policies;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>
/// The link of one VM: a network namespace in which its process lives, joined to the phone by a pair of devices. QEMU's user-mode network
/// opens its sockets there, so the kernel filters and shapes whatever the guest sends, and neither the phone's own services nor another
/// VM's link can be reached. Rules outlive the agent; the namespace goes with the VM's process.
/// </summary>
/// <param name="name">Of the namespace and of the phone's end of the pair.</param>
/// <param name="options">How names are looked up.</param>
internal sealed class VmLink(string name, QemuOptions options)
{
    private const int Networks = 1 << 14;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);
    private static readonly Dictionary<string, string> Environment = new() { ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin" };

    // On the phone's side: no VM reaches the phone itself or another VM, and nobody connects to one from outside.
    private const string PhoneTable = """
        add table inet twofold
        delete table inet twofold
        table inet twofold {
        chain input {
        type filter hook input priority 0; policy accept;
        iifname "tf*" drop
        }
        chain forward {
        type filter hook forward priority 0; policy accept;
        iifname "tf*" oifname "tf*" drop
        oifname "tf*" ct state != { established, related } drop
        }
        chain postrouting {
        type nat hook postrouting priority 100; policy accept;
        ip saddr 198.18.0.0/16 oifname != "tf*" masquerade
        }
        }
        """;

    private const string BetweenVms = """
        [{"match":{"op":"==","left":{"meta":{"key":"iifname"}},"right":"tf*"}},{"match":{"op":"==","left":{"meta":{"key":"oifname"}},"right":"tf*"}},{"drop":null}]
        """;

    private const string Make = """
        set -e
        nft "$4"
        echo 1 > /proc/sys/net/ipv4/ip_forward
        if ! { ip netns exec "$1" true && ip link show dev "$1"; } >/dev/null 2>&1; then
          ip link del "$1" 2>/dev/null || true
          ip netns del "$1" 2>/dev/null || true
          ip netns add "$1"
          ip link add "$1" type veth peer name uplink netns "$1"
          ip addr add "$2/30" dev "$1"
          ip -n "$1" addr add "$3/30" dev uplink
        fi
        ip link set "$1" up
        ip -n "$1" link set uplink up
        ip -n "$1" route replace default via "$2"
        ip netns exec "$1" nft "$5"
        tc -n "$1" qdisc del dev uplink root 2>/dev/null || true
        tc qdisc del dev "$1" root 2>/dev/null || true
        """;

    private const string List = """
        ip netns identify "$2"
        ip netns exec "$1" nft -j list table inet twofold
        tc -n "$1" -j qdisc show dev uplink root
        tc -j qdisc show dev "$1" root
        nft -j list chain inet twofold forward
        """;

    /// <summary>What a command line is put behind, so that the process lives in the namespace.</summary>
    public IReadOnlyList<string> Prefix => ["/usr/sbin/ip", "netns", "exec", name];

    /// <summary>Makes it, or opens what an earlier process left of it; false where the phone does not let the agent.</summary>
    public async Task<bool> MakeAsync(CancellationToken cancellation)
    {
        if (!File.Exists(Prefix[0])) return false;
        var (phone, vm) = await AddressesAsync(cancellation);
        var open = await EgressFilter.TableAsync(ItemSet.Everything, options.LookUp, cancellation);
        if ((await RunAsync(Make, [name, phone, vm, PhoneTable, open], cancellation)).Ok) return true;
        Remove();
        return false;
    }

    /// <summary>Filters and shapes; nothing where there is no namespace.</summary>
    public async Task SetAsync(VmLimits limits, CancellationToken cancellation)
    {
        if (!Exists) return;
        if (!await FilterAsync(limits.Egress, cancellation) || !await ShapeAsync(limits.BandwidthMbit, cancellation))
            throw new DeviceException(DeviceCodes.LinkFailed, "the kernel did not take the filter of the link");
    }

    /// <summary>What the kernel lists of it, if the process lives in it; all null otherwise.</summary>
    public async Task<SeenLink> ReadAsync(int pid, CancellationToken cancellation)
    {
        if (!Exists) return SeenLink.Unknown;
        var lines = (await RunAsync(List, [name, $"{pid}"], cancellation)).Output.Split('\n');
        if (lines is not [var home, var filter, var sent, var received, var forward, ..] || home != name) return SeenLink.Unknown;
        try
        {
            return new SeenLink(EgressFilter.Parse(filter), Math.Max(Rate(sent), Rate(received)), Drops(forward));
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return SeenLink.Unknown;
        }
    }

    /// <summary>Removes it, after the process ended. The pair of devices goes with the namespace.</summary>
    public void Remove()
    {
        if (Exists) Posix.RemoveMount(Location);
    }

    // Where `ip netns` keeps it: a mount of the namespace itself over an empty file.
    private string Location => $"/run/netns/{name}";

    private bool Exists => File.Exists(Location);

    private async Task<bool> FilterAsync(ItemSet egress, CancellationToken cancellation)
    {
        var table = await EgressFilter.TableAsync(egress, options.LookUp, cancellation);
        return (await RunAsync("ip netns exec \"$1\" nft \"$2\"", [name, table], cancellation)).Ok;
    }

    private async Task<bool> ShapeAsync(int megabits, CancellationToken cancellation)
    {
        if (megabits == NetworkBandwidth.Instance.Default)
            return (await RunAsync("tc -n \"$1\" qdisc del dev uplink root 2>/dev/null; tc qdisc del dev \"$1\" root 2>/dev/null; true", [name], cancellation)).Ok;
        // Room for 10 ms, so that a kernel that looks 100 times a second still reaches the rate.
        var burst = Math.Max(16_384, megabits * 1250);
        const string shape = """
            set -e
            tc -n "$1" qdisc replace dev uplink root tbf rate "$2mbit" burst "$3" latency 100ms
            tc qdisc replace dev "$1" root tbf rate "$2mbit" burst "$3" latency 100ms
            """;
        return (await RunAsync(shape, [name, $"{megabits}", $"{burst}"], cancellation)).Ok;
    }

    /// <summary>A network of four addresses: its own, or one that no other device has, looked for from a place that the name says.</summary>
    private async Task<(string Phone, string Vm)> AddressesAsync(CancellationToken cancellation)
    {
        var taken = (await RunAsync("ip -4 -o addr show", [], cancellation)).Output;
        var start = int.Parse(name.AsSpan(2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var free = Enumerable.Range(start, Networks).Select(place => place % Networks * 4).First(IsFree);
        return (Address(free + 1), Address(free + 2));

        bool IsFree(int place) => taken.Split('\n').FirstOrDefault(line => line.Contains($" {Address(place + 1)}/", StringComparison.Ordinal)) is not { } line
            || line.Contains($" {name} ", StringComparison.Ordinal);
    }

    // 198.18.0.0/15 is set aside for measurements within one's own walls (RFC 2544): nothing on the internet has it.
    private static string Address(int place) => $"198.18.{place >> 8}.{place & 255}";

    /// <summary>What is not shaped in one direction counts as not shaped.</summary>
    private static int Rate(string listing) => JsonNode.Parse(listing) is JsonArray { Count: > 0 } disciplines && $"{disciplines[0]?["kind"]}" == "tbf"
        ? (int)((long)disciplines[0]!["options"]!["rate"]! * 8 / 1_000_000) : NetworkBandwidth.Instance.Default;

    private static bool Drops(string listing) => JsonNode.Parse(listing)?["nftables"]?.AsArray() is { } entries
        && entries.Any(entry => JsonNode.DeepEquals(entry?["rule"]?["expr"], JsonNode.Parse(BetweenVms)));

    private static Task<ToolResult> RunAsync(string script, IEnumerable<string> arguments, CancellationToken cancellation) =>
        Tool.RunAsync("sh", ["-c", script, "sh", .. arguments], Environment, Limit, cancellation);
}

/// <summary>A link as read back from the kernel; null is "there is none, or it could not be read".</summary>
/// <param name="Egress">Where the VM may connect to.</param>
/// <param name="BandwidthMbit">What it may send and receive.</param>
/// <param name="Apart">Whether no other VM can be reached over it.</param>
internal sealed record SeenLink(ItemSet? Egress, int? BandwidthMbit, bool? Apart)
{
    public static SeenLink Unknown { get; } = new(null, null, null);
}
