namespace Twofold.Fleet.Embedded;

/// <summary>The bounds of the single-machine host, and what happens at each.</summary>
public sealed record EmbeddedOptions
{
    /// <summary>Commands that may wait at one grain; one more throws <see cref="FleetBusyException"/>.</summary>
    public int Mailbox { get; init; } = 256;

    /// <summary>Grains in memory. Beyond it the longest unused idle ones are unloaded; when none is idle, a new one is refused as busy.</summary>
    public int MaxActivations { get; init; } = 20_000;

    /// <summary>How long an unused grain keeps what it read; its place in memory stays, and the next errand reads the grain again.</summary>
    public TimeSpan RestAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a grain stays in memory unused.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often due grains are looked for, and forgotten letters and idle grains with them.</summary>
    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Due grains woken at a time; the next page follows at once.</summary>
    public int SweepPage { get; init; } = 256;

    /// <summary>Letters held in memory; the rest stay in their table until there is room.</summary>
    public int LettersInMemory { get; init; } = 4096;

    /// <summary>Throws after which a letter is parked.</summary>
    public int LetterAttempts { get; init; } = 8;

    /// <summary>Wait after a letter's first throw; it doubles with each, up to <see cref="LetterRetryAtMost"/>.</summary>
    public TimeSpan LetterRetry { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait between two attempts.</summary>
    public TimeSpan LetterRetryAtMost { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Notices that may wait at one watcher; beyond it the watcher gets one <see cref="GrainNotice.Missed"/> instead of all.</summary>
    public int WatcherBuffer { get; init; } = 1024;

    /// <summary>Watchers at a time; one more throws <see cref="FleetBusyException"/>.</summary>
    public int MaxWatchers { get; init; } = 100_000;

    /// <summary>Refusals of access that are remembered; the oldest are forgotten first.</summary>
    public int AccessLog { get; init; } = 10_000;
}
