using System.Buffers;
using System.Diagnostics;
using System.Net.WebSockets;

namespace Twofold.Floor;

/// <summary>The sockets that are held, and the pushes over all of them.</summary>
internal sealed class Crowd(int size, RowQueue? queue)
{
    private const int Buffer = 16 * 1024;

    private readonly List<WebSocket> _sockets = new(size);
    private int _writes;
    private long _expected;

    /// <summary>Reads the socket until it closes; an idle socket holds no buffer.</summary>
    public async Task HoldAsync(WebSocket socket, CancellationToken cancel)
    {
        var key = Enter(socket);
        try
        {
            while (await ReadAsync(socket, cancel))
            {
                for (var n = 0; n < _writes; n++) queue?.Add(key);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // The other process has ended.
        }
    }

    /// <summary>Sends a message to each and waits until every answer has had its writes; the answer is the seconds it took.</summary>
    public async Task<double> PushAsync(int bytes, int writes)
    {
        if (queue is null) throw new InvalidOperationException("there is no store to write to");
        var (message, done) = (new byte[bytes], new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _writes = writes;
        _expected += (long)size * writes;
        queue.Written = Look;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(_sockets.Select(s => s.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None)));
        await done.Task;
        return Stopwatch.GetElapsedTime(start).TotalSeconds;

        void Look(long written)
        {
            if (written >= _expected) done.TrySetResult();
        }
    }

    private int Enter(WebSocket socket)
    {
        lock (_sockets)
        {
            _sockets.Add(socket);
            return _sockets.Count;
        }
    }

    private static async Task<bool> ReadAsync(WebSocket socket, CancellationToken cancel)
    {
        var got = await socket.ReceiveAsync(Memory<byte>.Empty, cancel);
        if (got.MessageType == WebSocketMessageType.Close) return false;
        var buffer = ArrayPool<byte>.Shared.Rent(Buffer);
        while (!got.EndOfMessage) got = await socket.ReceiveAsync(buffer.AsMemory(), cancel);
        ArrayPool<byte>.Shared.Return(buffer);
        return true;
    }
}
