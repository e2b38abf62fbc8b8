using System.Net.WebSockets;
using System.Security.Authentication;
using System.Threading.Channels;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>Opens sockets to the server. The real one dials TLS; a test may hand out something else.</summary>
/// <param name="cancellation">Ends the dial.</param>
public delegate Task<WebSocket> DialAsync(CancellationToken cancellation);

/// <summary>The line to the server over a WebSocket that the phone dials.</summary>
/// <param name="dial">Opens a socket.</param>
/// <param name="backoff">The pause after a dial that failed or a socket that closed.</param>
/// <param name="time">Measures pauses.</param>
public sealed class ServerLink(DialAsync dial, Backoff backoff, TimeProvider time) : IServerLink
{
    private static readonly TimeSpan DialWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    private readonly Channel<LinkEvent> _events = Channel.CreateBounded<LinkEvent>(
        new BoundedChannelOptions(ChannelLimits.MaxQueue) { SingleReader = false, SingleWriter = true });

    private volatile Session? _session;

    /// <inheritdoc/>
    public ChannelReader<LinkEvent> Events => _events.Reader;

    /// <inheritdoc/>
    public void Send(PhoneFrame frame) => _session?.Send(frame);

    /// <inheritdoc/>
    public async Task RunAsync(Func<PhoneFrame.Hello> hello, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            var code = await TalkAsync(hello, cancellation);
            await _events.Writer.WriteAsync(new LinkEvent.Down(code), cancellation);
            await Task.Delay(backoff.Next(), time, cancellation);
        }
    }

    private async Task<string> TalkAsync(Func<PhoneFrame.Hello> hello, CancellationToken cancellation)
    {
        try
        {
            using var socket = await DialInTimeAsync(cancellation);
            using var session = new Session(socket, cancellation);
            return await TalkAsync(session, hello(), cancellation);
        }
        catch (Exception failure) when (IsOfTheLine(failure) && !cancellation.IsCancellationRequested)
        {
            return CodeOf(failure);
        }
        finally
        {
            _session = null;
        }
    }

    private async Task<string> TalkAsync(Session session, PhoneFrame.Hello hello, CancellationToken cancellation)
    {
        session.Send(hello);
        if (await WelcomeAsync(session) is not { } welcome) return "channel/no-welcome";
        _session = session;
        backoff.Reset();
        await _events.Writer.WriteAsync(new LinkEvent.Up(welcome), cancellation);
        while (await session.ReadAsync(Timeout.InfiniteTimeSpan, time) is { } bytes)
            await _events.Writer.WriteAsync(Read(bytes), cancellation);
        return session.ClosedBy;
    }

    private async Task<ServerFrame.Welcome?> WelcomeAsync(Session session)
    {
        if (await session.ReadAsync(AnswerWithin, time) is not { } bytes) return null;
        return Codec.ReadServerFrame(bytes.Span) is { IsRead: true, Value: ServerFrame.Welcome welcome } ? welcome : null;
    }

    private async Task<WebSocket> DialInTimeAsync(CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(DialWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        return await dial(either.Token);
    }

    /// <summary>What a frame tells the agent.</summary>
    internal static LinkEvent Read(ReadOnlyMemory<byte> untrustedFrame)
    {
        var read = Codec.ReadServerFrame(untrustedFrame.Span);
        return read.IsRead ? new LinkEvent.Said(read.Value) : new LinkEvent.Unreadable(read.Problem, FrameSalvage.Orders(untrustedFrame));
    }

    private static bool IsOfTheLine(Exception failure) =>
        failure is WebSocketException or HttpRequestException or IOException or OperationCanceledException or AuthenticationException or TimeoutException;

    // The text of such an exception may name files and addresses; the log gets its kind only.
    private static string CodeOf(Exception failure) => failure switch
    {
        OperationCanceledException or TimeoutException => "channel/timeout",
        WebSocketException { InnerException: HttpRequestException { InnerException: AuthenticationException } } => "channel/not-trusted",
        WebSocketException { WebSocketErrorCode: WebSocketError.NotAWebSocket } => "channel/refused",
        _ => "channel/broken",
    };
}
