using System.Buffers;
using System.Net.WebSockets;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>One open socket: a pump that sends what is queued, and a reader of whole frames.</summary>
internal sealed class Session : IDisposable
{
    private static readonly TimeSpan SendWithin = TimeSpan.FromSeconds(30);
    private readonly WebSocket _socket;
    private readonly SendQueue _queue = new();
    private readonly CancellationTokenSource _ending;
    private readonly ArrayBufferWriter<byte> _frame = new(4096);

    public Session(WebSocket socket, CancellationToken cancellation)
    {
        _socket = socket;
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _ = PumpAsync();
    }

    /// <summary>Why it ended.</summary>
    public string ClosedBy { get; private set; } = "channel/closed";

    /// <summary>Queues a frame; a full queue closes the socket.</summary>
    public void Send(PhoneFrame frame)
    {
        if (!_queue.TryAdd(frame)) End("channel/queue-full");
    }

    /// <summary>The next whole frame, valid until the next call; null when the socket is closed.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(TimeSpan within, TimeProvider time)
    {
        using var timeout = new CancellationTokenSource(within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _ending.Token);
        _frame.ResetWrittenCount();
        while (true)
        {
            // Waiting with no buffer keeps an idle phone small.
            var got = await _socket.ReceiveAsync(_frame.WrittenCount == 0 ? Memory<byte>.Empty : _frame.GetMemory(4096), either.Token);
            if (got.MessageType == WebSocketMessageType.Close) return null;
            if (got.Count == 0 && !got.EndOfMessage) got = await _socket.ReceiveAsync(_frame.GetMemory(4096), either.Token);
            if (got.MessageType == WebSocketMessageType.Close) return null;
            _frame.Advance(got.Count);
            if (_frame.WrittenCount > ChannelLimits.MaxFrame) return TooLarge();
            if (got.EndOfMessage) return _frame.WrittenMemory;
        }
    }

    public void Dispose()
    {
        _ending.Cancel();
        _ending.Dispose();
        _queue.Dispose();
    }

    private ReadOnlyMemory<byte>? TooLarge()
    {
        End("channel/frame-too-large");
        return null;
    }

    private void End(string code)
    {
        ClosedBy = code;
        _ending.Cancel();
    }

    private async Task PumpAsync()
    {
        try
        {
            while (true) await SendAsync(await _queue.TakeAsync(_ending.Token));
        }
        catch (Exception failure) when (failure is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException)
        {
            // The reader sees the same end and reports it.
            _socket.Abort();
        }
    }

    private async Task SendAsync(PhoneFrame frame)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        timeout.CancelAfter(SendWithin);
        await _socket.SendAsync(Codec.Write(frame), WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, timeout.Token);
    }
}
