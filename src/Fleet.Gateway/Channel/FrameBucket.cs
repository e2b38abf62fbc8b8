namespace Twofold.Fleet.Gateway;

/// <summary>A token bucket for frames: when it is empty the reader waits, so that nothing is dropped and the sender feels it.</summary>
internal sealed class FrameBucket(int perSecond, TimeProvider time)
{
    private double _tokens = perSecond;
    private long _last = time.GetTimestamp();

    /// <summary>Takes one token and answers how long to wait before the next frame is read.</summary>
    public TimeSpan Take()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(perSecond, _tokens + (time.GetElapsedTime(_last, now).TotalSeconds * perSecond)) - 1;
        _last = now;
        return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / perSecond);
    }
}
