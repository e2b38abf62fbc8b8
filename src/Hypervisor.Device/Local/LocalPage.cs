using System.Net.Sockets;

namespace Twofold.Device;

/// <summary>The phone's own page while the agent runs: a server on the loopback, and the socket that hands out its addresses.</summary>
internal sealed class LocalPage : IAsyncDisposable
{
    private readonly LocalServer _server;
    private readonly DoorSocket _door;

    private LocalPage(LocalServer server, DoorSocket door) => (_server, _door) = (server, door);

    /// <summary>Opens it; null where the phone lets the agent listen nowhere: the agent does without, and <c>status</c> says what it can.</summary>
    public static async Task<LocalPage?> OpenAsync(LocalSources sources, PhoneFolder folder, AgentLog log)
    {
        LocalServer? server = null;
        try
        {
            var pages = new LocalPages(() => server!.Authority, new LocalDoor(sources.Time), sources);
            server = new LocalServer(pages.Answer, log);
            return new LocalPage(server, new DoorSocket(folder.Door, pages.NewAddress));
        }
        catch (Exception refused) when (refused is SocketException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            log.Write("page-closed", refused.GetType().Name);
            if (server is not null) await server.DisposeAsync();
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _door.DisposeAsync();
        await _server.DisposeAsync();
    }
}
