using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway;

/// <summary>Answers <see cref="ChannelLimits.Path"/>: tells which phone dials and gives it a session.</summary>
internal sealed class PhoneChannel(PhoneIdentity identity, SessionParts parts)
{
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(3);

    /// <summary>Serves one socket.</summary>
    public async Task ServeAsync(HttpContext http)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            http.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return;
        }

        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        var caller = await identity.OfAsync(http.Connection.ClientCertificate, http.RequestAborted);
        if (!caller.IsRead)
        {
            await TurnAwayAsync(socket, caller.Problem, http.RequestAborted);
            return;
        }

        var limit = SessionLimit.Of(caller.Value, Certificates.EndOf(http.Connection.ClientCertificate!), parts.Time.GetUtcNow());
        using var session = new PhoneSession(socket, caller.Value, limit, parts);
        await session.RunAsync(http.RequestAborted);
    }

    // The socket is accepted first, so that the phone gets a code and not only a failed handshake.
    private async Task TurnAwayAsync(WebSocket socket, Problem problem, CancellationToken aborted)
    {
        parts.Counters.Refused(problem.Code);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        limit.CancelAfter(CloseWithin);
        try
        {
            var frame = Codec.Write(new ServerFrame.Refused(problem.Code, problem.Message));
            await socket.SendAsync(frame.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, limit.Token);
            await socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, problem.Code, limit.Token);
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException)
        {
            // It has gone already.
        }
    }
}
