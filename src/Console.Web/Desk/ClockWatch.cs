using Twofold.Fleet;

namespace Twofold.Web.Desk;

/// <summary>Notices a clock that was set back: what happened last lies in its future. Nothing is lost by it, but deadlines come late.</summary>
public sealed class ClockWatch(IEventLog events, TimeProvider time)
{
    /// <summary>Stable.</summary>
    public const string Code = "clock/behind";

    // Events are stored a moment after their instant was read, and several processes may share a store.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    private volatile bool _behind;

    /// <summary>Whether the clock was behind when it was last looked at.</summary>
    public bool IsBehind => _behind;

    /// <summary>Looks, and answers by how much the clock is behind; zero or less when it is not.</summary>
    public async Task<TimeSpan> LookAsync(CancellationToken cancel)
    {
        var newest = await events.ReadAsync(new EventQuery(Take: 1), cancel);
        var behind = newest.IsEmpty ? TimeSpan.Zero : newest[0].At - time.GetUtcNow();
        _behind = behind > Tolerance;
        return _behind ? behind : TimeSpan.Zero;
    }
}
