using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Twofold.EndToEnd.Tests.World;

namespace Twofold.Crash.Tests;

/// <summary>The real server as a process of its own over a data folder; killed and started again on the same ports.</summary>
internal sealed partial class ServerUnderTest(string data, IReadOnlyDictionary<string, string> environment) : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);

    private readonly int _port = FreePort();
    private readonly int _gateway = FreePort();
    private LongRunning? _process;

    /// <summary>Where people and pipelines go.</summary>
    public Uri Url => new($"http://127.0.0.1:{_port}");

    /// <summary>Everything it printed in its present life.</summary>
    public string Output => _process?.Output ?? "";

    /// <summary>A pipeline with this token.</summary>
    public HttpClient Client(string token)
    {
        var client = new HttpClient { BaseAddress = new Uri(Url, "/api/v1/"), Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Begins to start, without waiting.</summary>
    public void Begin() => _process = LongRunning.Start(
        Built.Program("Console.Web", "Twofold.Web"), environment,
        ["--data", data, "--listen", $"http://127.0.0.1:{_port}", "--gateway", $"https://127.0.0.1:{_gateway}", "--budget", "1000"]);

    /// <summary>Starts and waits until it listens; fails with what it printed.</summary>
    public async Task StartAsync()
    {
        Begin();
        await _process!.LineAsync(ReadyLine(), StartPatience);
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _process = null;
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    [GeneratedRegex("^ready ", RegexOptions.ExplicitCapture)]
    private static partial Regex ReadyLine();
}
