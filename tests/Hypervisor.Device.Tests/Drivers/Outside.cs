using System.Diagnostics;

namespace Twofold.Device.Tests.Drivers;

/// <summary>What lies beyond the phone: a network namespace of its own with two hosts, 8080 answers and 8081 swallows on both.</summary>
/// <remarks>It needs the rights to make one, as the driver does for the links of VMs; without them <see cref="OpenAsync"/> gives null.</remarks>
public sealed class Outside : IAsyncDisposable
{
    private readonly string name = $"ow{Guid.NewGuid():n}"[..12];
    private readonly string network;
    private readonly List<Process> servers = [];

    private Outside(int place) => network = $"198.51.100.{place * 8}";

    public string First => Host(2);

    public string Second => Host(3);

    /// <summary>The phone's own address on the way there.</summary>
    public string Phone => Host(1);

    public static async Task<Outside?> OpenAsync()
    {
        var outside = new Outside(Random.Shared.Next(32));
        const string make = """
            set -e
            nft list tables >/dev/null
            ip netns add "$1"
            ip link add "$1" type veth peer name eth0 netns "$1"
            ip addr add "$2/29" dev "$1"
            ip link set "$1" up
            ip -n "$1" addr add "$3/29" dev eth0
            ip -n "$1" addr add "$4/29" dev eth0
            ip -n "$1" link set eth0 up
            """;
        var (exit, _) = await QemuPhoneUnderTest.RunAsync("sh", "-c", make, "sh", outside.name, outside.Phone, outside.First, outside.Second);
        if (exit != 0) return null;
        outside.Serve(outside.name, 8080, "true");
        outside.Serve(outside.name, 8081, "cat >/dev/null");
        return outside;
    }

    /// <summary>Answers every connection to a port with a command, in any namespace.</summary>
    public void Serve(string home, int port, string command) => servers.Add(
        Process.Start("ip", ["netns", "exec", home, "busybox", "nc", "-ll", "-p", $"{port}", "-e", "sh", "-c", command]));

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
        {
            server.Kill(entireProcessTree: true);
            server.Dispose();
        }
        await QemuPhoneUnderTest.RunAsync("sh", "-c", "ip link del \"$1\"; ip netns del \"$1\"", "sh", name);
    }

    private string Host(int number) => $"{network[..(network.LastIndexOf('.') + 1)]}{int.Parse(network[(network.LastIndexOf('.') + 1)..]) + number}";
}
