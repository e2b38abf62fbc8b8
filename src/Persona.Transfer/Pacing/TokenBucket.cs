namespace Twofold.Transfer;

/// <summary>
/// Keeps a transfer within a rate. It may fall behind by what it sends in one second before it has to wait, and a block larger than what is
/// left is paid for afterwards, so the rate holds over any longer time whatever the size of the blocks.
/// </summary>
public sealed class TokenBucket
{
    private readonly Lock _lock = new();
    private readonly long? _bytesPerSecond;
    private readonly TimeProvider _time;
    private double _left;
    private long _filledAt;

    /// <summary>A bucket, full at first.</summary>
    /// <param name="bytesPerSecond">The rate; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not positive.</exception>
    public TokenBucket(long? bytesPerSecond, TimeProvider time)
    {
        if (bytesPerSecond is { } rate) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate, nameof(bytesPerSecond));
        (_bytesPerSecond, _time, _left, _filledAt) = (bytesPerSecond, time, bytesPerSecond ?? 0, time.GetTimestamp());
    }

    /// <summary>Takes so many bytes, and waits until they may be sent.</summary>
    public async ValueTask TakeAsync(int bytes, CancellationToken cancel)
    {
        if (_bytesPerSecond is { } rate && Take(bytes, rate) is var wait && wait > TimeSpan.Zero) await Task.Delay(wait, _time, cancel);
    }

    private TimeSpan Take(int bytes, long rate)
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            _left = Math.Min(rate, _left + (_time.GetElapsedTime(_filledAt, now).TotalSeconds * rate)) - bytes;
            _filledAt = now;
            return _left < 0 ? TimeSpan.FromSeconds(-_left / rate) : TimeSpan.Zero;
        }
    }
}
