namespace Twofold.Device;

/// <summary>
/// A clock that never goes back: the highest time seen plus what passed since, by the monotonic clock. Setting the phone's clock back
/// therefore gains no time; a clock that starts in 1970 goes on from the highest time that was written down.
/// </summary>
public sealed class TrustedClock
{
    private readonly TimeProvider _time;
    private DateTimeOffset _highest;
    private long _at;

    /// <summary>Goes on from a time that was seen before.</summary>
    public TrustedClock(TimeProvider time, DateTimeOffset highestSeen) => (_time, _highest, _at) = (time, highestSeen, time.GetTimestamp());

    /// <summary>The phone's own clock, or the highest time seen plus what passed since, whichever is later.</summary>
    public DateTimeOffset Now()
    {
        var monotonic = _highest + _time.GetElapsedTime(_at);
        return Keep(Later(monotonic, _time.GetUtcNow()));
    }

    /// <summary>The server says what time it is; earlier than what was seen, it changes nothing.</summary>
    public void Heard(DateTimeOffset serverTime) => Keep(Later(Now(), serverTime));

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private DateTimeOffset Keep(DateTimeOffset now)
    {
        (_highest, _at) = (now, _time.GetTimestamp());
        return now;
    }
}
