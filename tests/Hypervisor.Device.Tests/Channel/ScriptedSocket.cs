using System.Net.WebSockets;

namespace Twofold.Device.Tests;

/// <summary>A socket on which the server says these messages and then closes.</summary>
internal sealed class ScriptedSocket(params IReadOnlyList<byte[]> messages) : WebSocket
{
    private int _said;

    public override WebSocketCloseStatus? CloseStatus => WebSocketCloseStatus.PolicyViolation;

    public override string CloseStatusDescription => "channel/server-stopping";

    public override WebSocketState State => _said < messages.Count ? WebSocketState.Open : WebSocketState.CloseReceived;

    public override string? SubProtocol => null;

    public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_said == messages.Count) return new(new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, endOfMessage: true));
        // An empty buffer waits for the first byte and takes none.
        if (buffer.IsEmpty) return new(new ValueWebSocketReceiveResult(0, WebSocketMessageType.Text, endOfMessage: false));
        var message = messages[_said++];
        message.CopyTo(buffer);
        return new(new ValueWebSocketReceiveResult(message.Length, WebSocketMessageType.Text, endOfMessage: true));
    }

    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) =>
        throw new NotSupportedException("the agent reads into memory");

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public override void Abort()
    {
    }

    public override void Dispose()
    {
    }
}
