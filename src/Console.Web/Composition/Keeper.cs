using Twofold.Fleet;
using Twofold.Fleet.Embedded;
using Twofold.Web.Desk;

namespace Twofold.Web.Composition;

/// <summary>
/// Keeps the history as long as the options say and no longer: every minute some pages of events, once a day a round over the documents.
/// It says when the store or the clock is in trouble.
/// </summary>
sealed partial class Keeper(IFleetStore store, ConsoleOptions options, ClockWatch clock, TimeProvider time, ILogger<Keeper> log) : BackgroundService
{
    /// <summary>The shortest time for which history is kept.</summary>
    public const int LeastDays = 7;

    /// <summary>The longest.</summary>
    public const int MostDays = 36_500;

    // A page is one short write; between two of them everybody else's go on.
    private const int PagesAtOnce = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private long _roundOf;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            await QuietlyAsync(() => LookAtClockAsync(stoppingToken));
            if (options.KeepDays is { } days) await QuietlyAsync(() => KeepAsync(days, stoppingToken));
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAtClockAsync(CancellationToken cancel)
    {
        if (await clock.LookAsync(cancel) is var behind && behind > TimeSpan.Zero) LogBehind(ClockWatch.Code, behind);
    }

    private async Task KeepAsync(int days, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var events = new EventSweep(FleetKinds.All, store, store, store);
        for (var page = 0; page < PagesAtOnce && await events.RunAsync(now - TimeSpan.FromDays(days), cancel); page++) await Task.Yield();
        var today = now.ToUnixTimeSeconds() / 86_400;
        if (_roundOf == today) return;
        await new DocumentSweep(FleetKinds.All, store, store).RunAsync(today, days + 1, cancel);
        _roundOf = today;
    }

    private async Task QuietlyAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogBroke(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Code}: the clock is {Behind} behind what happened last; deadlines come late until it is set right")]
    private partial void LogBehind(string code, TimeSpan behind);

    [LoggerMessage(Level = LogLevel.Error, Message = "the history could not be looked after; it is tried again in a minute")]
    private partial void LogBroke(Exception fault);
}
