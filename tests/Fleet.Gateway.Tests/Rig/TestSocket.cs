using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway.Tests.Rig;

/// <summary>One raw socket to the gateway.</summary>
internal sealed class TestSocket : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[ChannelLimits.MaxFrame];

    public static async Task<TestSocket> DialAsync(GatewayRig rig, X509Certificate2? certificate)
    {
        var it = new TestSocket();
        var address = new UriBuilder(new Uri(rig.Address, ChannelLimits.Path)) { Scheme = "wss" }.Uri;
        using var handler = TestPhone.Handler(rig, certificate);
        await it.ConnectAsync(address, handler);
        return it;
    }

    public Task SendAsync(PhoneFrame frame) => SendAsync(Codec.Write(frame));

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public Task SendAsync(byte[] bytes, WebSocketMessageType type = WebSocketMessageType.Text) =>
        _socket.SendAsync(bytes, type, endOfMessage: true, CancellationToken.None).WaitAsync(Bound);

    /// <summary>The next frame; a close is a failure of the test.</summary>
    public async Task<ServerFrame> ReadAsync()
    {
        var frame = await NextAsync();
        Assert.True(frame is not null, $"the socket was closed with `{_socket.CloseStatusDescription}`");
        return frame;
    }

    /// <summary>Reads until a frame of this type comes.</summary>
    public async Task<T> ReadAsync<T>()
        where T : ServerFrame
    {
        while (true)
            if (await ReadAsync() is T wanted) return wanted;
    }

    /// <summary>Reads to the end; the code the socket was closed with, and every frame before it.</summary>
    public async Task<(string? Code, IReadOnlyList<ServerFrame> Frames)> ReadToEndAsync()
    {
        var frames = new List<ServerFrame>();
        while (await NextAsync() is { } frame) frames.Add(frame);
        return (_socket.CloseStatusDescription, frames);
    }

    /// <summary>The code of the next refusal.</summary>
    public async Task<string> ReadRefusalAsync() => (await ReadAsync<ServerFrame.Refused>()).Code;

    /// <summary>What comes before the answer to a frame that is always answered.</summary>
    public async Task<IReadOnlyList<ServerFrame>> FramesBeforeAnswerAsync()
    {
        await SendAsync("{\"type\":\"no-such-type\"}");
        var frames = new List<ServerFrame>();
        while (await ReadAsync() is var frame && frame is not ServerFrame.Refused { Code: FrameCodes.UnknownType }) frames.Add(frame);
        return frames;
    }

    /// <summary>Vanishes without a word.</summary>
    public void Vanish() => _socket.Abort();

    public void Dispose() => _socket.Dispose();

    private async Task ConnectAsync(Uri address, SocketsHttpHandler handler)
    {
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        await _socket.ConnectAsync(address, invoker, CancellationToken.None).WaitAsync(Bound);
    }

    private async Task<ServerFrame?> NextAsync()
    {
        var length = 0;
        while (true)
        {
            var got = await _socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None).AsTask().WaitAsync(Bound);
            length += got.Count;
            if (got.MessageType == WebSocketMessageType.Close) return await CloseAsync();
            if (got.EndOfMessage) return Codec.ReadServerFrame(_buffer.AsSpan(0, length)).Value!;
        }
    }

    private async Task<ServerFrame?> CloseAsync()
    {
        if (_socket.State == WebSocketState.CloseReceived)
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(Bound);
        return null;
    }
}
