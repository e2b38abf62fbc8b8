using System.Globalization;

namespace Twofold.Bench.Running;

/// <summary>The bare server that holds mutual-TLS WebSockets, and the process at their other end.</summary>
internal sealed class FloorSockets : IAsyncDisposable
{
    private readonly ChildProcess _dialer;

    private FloorSockets(ChildProcess server, ChildProcess dialer) => (Server, _dialer) = (server, dialer);

    /// <summary>The server's process.</summary>
    public ChildProcess Server { get; }

    /// <summary>Starts both and waits until all sockets are open.</summary>
    /// <param name="store">A database for its rows, or null for none.</param>
    /// <param name="answerBytes">Bytes of each answer.</param>
    public static async Task<FloorSockets> StartAsync(string folder, int sockets, string? store, int answerBytes)
    {
        var server = ChildProcess.Start(Built.Floor, ["hold", folder, $"{sockets}", .. store is null ? Array.Empty<string>() : [store]]);
        var port = await server.LineAsync("listening");
        var dialer = ChildProcess.Start(Built.Floor, "dial", folder, port, $"{sockets}", $"{answerBytes}");
        await dialer.LineAsync("connected");
        return new FloorSockets(server, dialer);
    }

    /// <summary>Sends a message to each socket, and gives the seconds until the last answer's rows are durable.</summary>
    public async Task<double> PushAsync(int bytes, int writes)
    {
        await Server.SayAsync($"push {bytes} {writes}");
        return double.Parse(await Server.LineAsync("pushed"), CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _dialer.DisposeAsync();
        await Server.DisposeAsync();
    }
}
