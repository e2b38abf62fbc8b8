using System.Net;
using System.Net.Sockets;

namespace Twofold.Device;

/// <summary>
/// Serves the phone's own page on the loopback: one request a connection, bounded in size, time and number. It is this small because the agent is:
/// a web framework would weigh more than the rest of it.
/// </summary>
internal sealed class LocalServer : IAsyncDisposable
{
    /// <summary>Connections that are served at once; more wait in the kernel.</summary>
    public const int MostConnections = 16;

    private static readonly TimeSpan Within = TimeSpan.FromSeconds(5);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly SemaphoreSlim _room = new(MostConnections, MostConnections);
    private readonly CancellationTokenSource _ending = new();
    private readonly Func<LocalRequest, LocalAnswer> _answer;
    private readonly AgentLog _log;
    private readonly Task _serving;

    /// <summary>Begins to serve at a port that the system chooses.</summary>
    /// <exception cref="SocketException">There is no loopback, or no port.</exception>
    public LocalServer(Func<LocalRequest, LocalAnswer> answer, AgentLog log)
    {
        (_answer, _log) = (answer, log);
        _listener.Start(MostConnections);
        Authority = $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _serving = ServeAsync();
    }

    /// <summary>What a request has to name as its host.</summary>
    public string Authority { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            await _room.WaitAsync(_ending.Token);
            _ = ServeAsync(await AcceptAsync());
        }
    }

    private async Task<Socket> AcceptAsync()
    {
        while (true)
        {
            try
            {
                return await _listener.AcceptSocketAsync(_ending.Token);
            }
            catch (SocketException) when (!_ending.IsCancellationRequested)
            {
                // It went before it was taken, or the phone is out of descriptors for a moment.
                await Task.Delay(Within, _ending.Token);
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            using var bound = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
            bound.CancelAfter(Within);
            await using var line = new NetworkStream(socket, ownsSocket: true);
            await line.WriteAsync(Answer(await ReadAsync(line, bound.Token)).ToBytes(), bound.Token);
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
        {
            // Nobody is left to be told.
        }
        finally
        {
            _room.Release();
        }
    }

    private LocalAnswer Answer(LocalRequest? request)
    {
        if (request is null) return LocalAnswer.Refusal("400 Bad Request", "Not understood", "this request is none that the page answers");
        try
        {
            return _answer(request);
        }
        catch (Ports.DeviceException failure)
        {
            _log.Write("page-failed", failure.Message);
            return LocalAnswer.Refusal("503 Service Unavailable", "Not now", failure.Message);
        }
    }

    private static async Task<LocalRequest?> ReadAsync(NetworkStream line, CancellationToken cancellation)
    {
        var bytes = new byte[LocalRequest.MaxHead + LocalRequest.MaxBody];
        var (read, head) = (0, -1);
        while (head < 0)
        {
            var got = read < LocalRequest.MaxHead ? await line.ReadAsync(bytes.AsMemory(read, LocalRequest.MaxHead - read), cancellation) : 0;
            if (got == 0) return null;
            read += got;
            head = bytes.AsSpan(0, read).IndexOf("\r\n\r\n"u8);
        }

        var begins = head + 4;
        if (LocalRequest.ReadHead(bytes.AsSpan(0, head)) is not { } request || request.BodyLength() is not { } length) return null;
        if (read < begins + length) read += await line.ReadAtLeastAsync(bytes.AsMemory(read), begins + length - read, throwOnEndOfStream: true, cancellation);
        return request.WithForm(bytes.AsSpan(begins, length));
    }
}
