using System.Buffers;
using System.Net.WebSockets;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway;

/// <summary>What came from a socket: a frame, readable or not; or the end of it.</summary>
/// <param name="Frame">The frame, or why it is none.</param>
/// <param name="Ends">Why the socket must close; null while it may go on.</param>
/// <param name="Closed">The phone has closed the socket.</param>
internal readonly record struct Incoming(Parsed<PhoneFrame>? Frame, Problem? Ends = null, bool Closed = false);

/// <summary>
/// Puts frames together. While nothing comes it holds no buffer: an empty receive waits for the first byte, and only then a buffer is
/// rented, which grows with the frame up to <see cref="ChannelLimits.MaxFrame"/>.
/// </summary>
internal sealed class FrameReader(WebSocket socket)
{
    private const int FirstBuffer = 4 * 1024;

    /// <summary>Reads the next frame.</summary>
    public async Task<Incoming> ReadAsync(CancellationToken cancel)
    {
        var waiting = await socket.ReceiveAsync(Memory<byte>.Empty, cancel);
        if (waiting.MessageType == WebSocketMessageType.Close) return new(Frame: null, Closed: true);
        if (waiting.EndOfMessage) return Read([], waiting.MessageType);
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            for (var length = 0; ; buffer = RoomAfter(buffer, length))
            {
                var got = await socket.ReceiveAsync(buffer.AsMemory(length), cancel);
                length += got.Count;
                if (got.MessageType == WebSocketMessageType.Close) return new(Frame: null, Closed: true);
                if (length > ChannelLimits.MaxFrame) return new(Frame: null, new Problem("channel/frame-too-large", "the frame is too large"));
                if (got.EndOfMessage) return Read(buffer.AsSpan(0, length), got.MessageType);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static Incoming Read(ReadOnlySpan<byte> frame, WebSocketMessageType type) => type == WebSocketMessageType.Text
        ? new(Codec.ReadPhoneFrame(frame))
        : new(new Problem(FrameCodes.Malformed, "a frame is a text message"));

    private static byte[] RoomAfter(byte[] buffer, int length)
    {
        if (length < buffer.Length) return buffer;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(buffer.Length * 2, ChannelLimits.MaxFrame + 1));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
