using System.Net.WebSockets;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway;

/// <summary>
/// What waits to be sent on one socket: at most <see cref="ChannelLimits.MaxQueue"/> answers and one mark that the desired state may have
/// changed. However often it changes while the socket is busy, only the newest is read and sent.
/// </summary>
/// <param name="newest">Gives the frame with the newest desired state, or null when the phone has it.</param>
internal sealed class Outbox(WebSocket socket, Func<CancellationToken, Task<ServerFrame?>> newest) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<ServerFrame> _answers = new();
    private readonly SemaphoreSlim _signal = new(0, 1);
    private bool _open;
    private bool _mayHaveChanged;
    private bool _closing;
    private Problem? _reason;

    /// <summary>Puts an answer into the queue; false when it is full.</summary>
    public bool TryQueue(ServerFrame answer)
    {
        lock (_lock)
        {
            if (_answers.Count >= ChannelLimits.MaxQueue) return false;
            _answers.Enqueue(answer);
            Wake();
            return true;
        }
    }

    /// <summary>Puts the welcome into the queue; no desired state goes out before it.</summary>
    public void Open(ServerFrame.Welcome welcome)
    {
        lock (_lock)
        {
            _answers.Enqueue(welcome);
            (_open, _mayHaveChanged) = (true, true);
            Wake();
        }
    }

    /// <summary>Marks that the desired state may have changed.</summary>
    public void Refresh()
    {
        lock (_lock)
        {
            _mayHaveChanged = true;
            Wake();
        }
    }

    /// <summary>Sends what is queued, then closes the sending side; the first reason counts.</summary>
    public void Close(Problem? reason)
    {
        lock (_lock)
        {
            if (_closing) return;
            (_closing, _reason) = (true, reason);
            Wake();
        }
    }

    /// <summary>Sends until the outbox is closed or the socket breaks.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (!_closing)
        {
            await _signal.WaitAsync(cancel);
            while (await TakeAsync(cancel)) continue;
        }

        await CloseAsync(cancel);
    }

    /// <inheritdoc/>
    public void Dispose() => _signal.Dispose();

    private void Wake()
    {
        if (_signal.CurrentCount == 0) _signal.Release();
    }

    // Answers go first; the mark is taken before the state is read, so that a change while it is read marks again.
    private async Task<bool> TakeAsync(CancellationToken cancel)
    {
        var (answer, look) = Take();
        if (look) answer = await newest(cancel);
        if (answer is not null) await SendAsync(answer, cancel);
        return look || answer is not null;
    }

    private (ServerFrame? Answer, bool Look) Take()
    {
        lock (_lock)
        {
            if (_answers.TryDequeue(out var answer)) return (answer, false);
            var look = _mayHaveChanged && _open && !_closing;
            if (look) _mayHaveChanged = false;
            return (null, look);
        }
    }

    private Task SendAsync(ServerFrame frame, CancellationToken cancel) =>
        socket.SendAsync(Codec.Write(frame), WebSocketMessageType.Text, endOfMessage: true, cancel);

    private async Task CloseAsync(CancellationToken cancel)
    {
        if (_reason is { } reason) await SendAsync(new ServerFrame.Refused(reason.Code, reason.Message), cancel);
        var status = _reason is null ? WebSocketCloseStatus.NormalClosure : WebSocketCloseStatus.PolicyViolation;
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived) await socket.CloseOutputAsync(status, _reason?.Code, cancel);
    }
}
