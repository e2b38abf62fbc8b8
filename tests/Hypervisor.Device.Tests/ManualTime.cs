namespace Twofold.Device.Tests;

/// <summary>A clock that moves only when it is told to. Its monotonic clock moves even when its wall clock is set back.</summary>
internal sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _wall = start;
    private long _ticks;

    public static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public ManualTime()
        : this(Start)
    {
    }

    /// <summary>Where the phone's user lives.</summary>
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    public override TimeZoneInfo LocalTimeZone => Zone;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _wall;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public void SetWall(DateTimeOffset wall) => _wall = wall;

    public void Advance(TimeSpan by)
    {
        _wall += by;
        Interlocked.Add(ref _ticks, by.Ticks);
        ManualTimer[] due;
        lock (_lock) due = [.. _timers.Where(timer => timer.DueAt <= _ticks)];
        foreach (var timer in due) timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public long DueAt { get; private set; } = long.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                _period = period;
                DueAt = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : time._ticks + dueTime.Ticks;
                time._timers.Remove(this);
                if (DueAt != long.MaxValue) time._timers.Add(this);
            }

            if (dueTime == TimeSpan.Zero) Fire();
            return true;
        }

        public void Fire()
        {
            lock (time._lock)
            {
                if (!time._timers.Contains(this)) return;
                if (_period > TimeSpan.Zero) DueAt = time._ticks + _period.Ticks;
                else time._timers.Remove(this);
            }

            callback(state);
        }

        public void Dispose()
        {
            lock (time._lock) time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
