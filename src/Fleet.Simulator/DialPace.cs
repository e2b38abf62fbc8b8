using System.Net.WebSockets;
using Twofold.Device;

namespace Twofold.Simulator;

/// <summary>Lets a bounded number of dials pass each second, in the order in which they come.</summary>
/// <param name="perSecond">At least one.</param>
/// <param name="time">Measures.</param>
public sealed class DialPace(int perSecond, TimeProvider time)
{
    private readonly TimeSpan _between = TimeSpan.FromSeconds(1) / perSecond;
    private readonly Lock _lock = new();
    private DateTimeOffset _next;

    /// <summary>Waits for its turn.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        TimeSpan wait;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_next < now) _next = now;
            wait = _next - now;
            _next += _between;
        }

        try
        {
            if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellation);
        }
        catch (OperationCanceledException)
        {
            // Who gives up leaves the turn to others; else nobody's turn would come once more wait than may dial.
            lock (_lock) _next -= _between;
            throw;
        }
    }

    /// <summary>The dial, paced.</summary>
    public DialAsync Around(DialAsync dial) => async cancellation =>
    {
        await WaitAsync(cancellation);
        return await dial(cancellation);
    };
}

/// <summary>Breaks sockets at random, each after 5 to 60 seconds.</summary>
/// <param name="time">Measures.</param>
public sealed class Churn(TimeProvider time)
{
    /// <summary>The dial, with sockets that break.</summary>
    public DialAsync Around(DialAsync dial) => async cancellation =>
    {
        var socket = await dial(cancellation);
        _ = BreakAsync(socket, cancellation);
        return socket;
    };

    private async Task BreakAsync(WebSocket socket, CancellationToken cancellation)
    {
        await Task.Delay(TimeSpan.FromSeconds(Random.Shared.Next(5, 60)), time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        socket.Abort();
    }
}
