using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Twofold.Fleet.Gateway;

/// <summary>
/// Measures every open rollout now and then and tells its grain. It keeps nothing: a measurement that is lost, late or repeated is one that
/// the rules ignore, and the next one counts anew.
/// </summary>
internal sealed partial class RolloutSurvey(
    IFleet fleet, IFleetIndex index, RolloutCount count, GatewayOptions options, TimeProvider time, ILogger<RolloutSurvey> log) : BackgroundService
{
    /// <summary>Rollouts that are measured; the policy set lets one run at a time, and some may still be going back.</summary>
    private const int MaxOpen = 20;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var start = time.GetTimestamp();
            await SurveyAsync(stoppingToken);
            // Counting a large fleet takes its time; it never gets more than about a tenth of it.
            var rest = TimeSpan.FromTicks(Math.Max(options.MeasureEvery.Ticks, time.GetElapsedTime(start).Ticks * 10));
            await Task.Delay(rest, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SurveyAsync(CancellationToken stop)
    {
        try
        {
            var open = await index.QueryAsync(new IndexQuery("rollouts", [new("open", FilterMatch.Is, "yes")], Take: MaxOpen), stop);
            foreach (var rollout in open.Items) await MeasureAsync(rollout.Key, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The server stops; the next one measures.
        }
        catch (FleetBusyException)
        {
            // As when ten thousand phones leave at once; the next look measures.
        }
        catch (Exception fault)
        {
            LogBroke(fault);
        }
    }

    private async Task MeasureAsync(string id, CancellationToken stop)
    {
        var rollout = Rollouts.Rollouts.Id(id);
        var view = (await fleet.ViewAsync(rollout, stop)).View;
        if (view.Waves.IsEmpty) return;
        var measured = await count.MeasureAsync(view, time.GetUtcNow(), stop);
        var reply = await fleet.AskAsync(rollout, measured, Actor.System, cancel: stop);
        if (!reply.Ok) LogRefused(id, reply.Code!);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "the survey of rollouts broke; it starts again")]
    private partial void LogBroke(Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "rollout {Rollout} does not take its measurement: {Code}")]
    private partial void LogRefused(string rollout, string code);
}
