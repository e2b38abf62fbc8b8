using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Twofold.Fleet.Phones;

namespace Twofold.Fleet.Gateway;

/// <summary>
/// One watch over all phones that tells each open session when its phone changed. A notice may be missed, so every session also looks
/// again now and then; looking costs a read in memory.
/// </summary>
internal sealed partial class PushWatch(IFleet fleet, SessionDirectory sessions, GatewayOptions options, TimeProvider time, ILogger<PushWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(WatchAsync(stoppingToken), ReadAgainAsync(stoppingToken));

    private async Task WatchAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await foreach (var notice in fleet.WatchAsync(PhoneRules.Kind, key: null, stop)) Tell(notice);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                LogWatchBroke(fault);
            }

            await Task.Delay(RetryAfter, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            RefreshAll();
        }
    }

    private async Task ReadAgainAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(options.ReadAgainEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop)) RefreshAll();
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private void Tell(GrainNotice notice)
    {
        if (notice.Missed) RefreshAll();
        else sessions.Find(notice.Id.Key)?.Refresh();
    }

    private void RefreshAll()
    {
        foreach (var session in sessions.All) session.Refresh();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "the watch over the phones broke; it starts again")]
    private partial void LogWatchBroke(Exception fault);
}
