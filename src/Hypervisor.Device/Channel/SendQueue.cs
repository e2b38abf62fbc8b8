using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>
/// Frames that wait to be sent on one socket, at most <see cref="ChannelLimits.MaxQueue"/>. A newer report takes the place of a waiting
/// one; when the queue is full the socket has to be closed, because what waits is then too old to be of use.
/// </summary>
public sealed class SendQueue : IDisposable
{
    private readonly LinkedList<PhoneFrame> _waiting = [];
    private readonly SemaphoreSlim _count = new(0);
    private readonly Lock _lock = new();

    /// <summary>Adds a frame; false when the queue is full.</summary>
    public bool TryAdd(PhoneFrame frame)
    {
        lock (_lock)
        {
            if (frame is PhoneFrame.Observed && Find(_waiting) is { } older)
            {
                older.Value = frame;
                return true;
            }

            if (_waiting.Count >= ChannelLimits.MaxQueue) return false;
            _waiting.AddLast(frame);
        }

        _count.Release();
        return true;
    }

    /// <summary>Takes the oldest frame, waiting for one.</summary>
    public async Task<PhoneFrame> TakeAsync(CancellationToken cancellation)
    {
        await _count.WaitAsync(cancellation);
        lock (_lock)
        {
            var first = _waiting.First!.Value;
            _waiting.RemoveFirst();
            return first;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _count.Dispose();

    private static LinkedListNode<PhoneFrame>? Find(LinkedList<PhoneFrame> waiting)
    {
        var node = waiting.First;
        while (node is not null and not { Value: PhoneFrame.Observed }) node = node.Next;
        return node;
    }
}
