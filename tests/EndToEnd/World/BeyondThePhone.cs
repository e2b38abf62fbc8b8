using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Twofold.EndToEnd.Tests.World;

/// <summary>A host beyond the phone that answers whoever connects: in a network namespace, or on the loopback where nobody may make one.</summary>
/// <remarks>A phone whose links are namespaces lets no guest reach its loopback, so a listener there would tell nothing.</remarks>
internal sealed class BeyondThePhone : IAsyncDisposable
{
    private readonly string _name = $"ow{Guid.NewGuid():n}"[..12];
    private readonly int _place = Random.Shared.Next(64) * 4;
    private TcpListener? _listener;
    private Process? _server;

    /// <summary>What a guest connects to: address and port.</summary>
    public string Target => _listener is null ? $"203.0.113.{_place + 2} 8080" : $"10.0.2.2 {((IPEndPoint)_listener.LocalEndpoint).Port}";

    public static async Task<BeyondThePhone> OpenAsync()
    {
        var beyond = new BeyondThePhone();
        if (await beyond.MakeAsync())
        {
            beyond._server = Process.Start("ip", ["netns", "exec", beyond._name, "busybox", "nc", "-ll", "-p", "8080", "-e", "true"]);
            return beyond;
        }

        beyond._listener = new TcpListener(IPAddress.Loopback, 0);
        beyond._listener.Start(backlog: 100);
        return beyond;
    }

    public async ValueTask DisposeAsync()
    {
        _listener?.Dispose();
        _server?.Kill(entireProcessTree: true);
        _server?.Dispose();
        if (_server is not null) await ShellAsync("ip link del \"$1\"; ip netns del \"$1\"");
    }

    private Task<bool> MakeAsync() => ShellAsync("""
        set -e
        nft list tables
        ip netns add "$1"
        ip link add "$1" type veth peer name eth0 netns "$1"
        ip addr add "203.0.113.$2/30" dev "$1"
        ip link set "$1" up
        ip -n "$1" addr add "203.0.113.$3/30" dev eth0
        ip -n "$1" link set eth0 up
        """);

    private async Task<bool> ShellAsync(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", $"exec >/dev/null 2>&1\n{script}", "sh", _name, $"{_place + 1}", $"{_place + 2}"]))!;
        await shell.WaitForExitAsync();
        return shell.ExitCode == 0;
    }
}
