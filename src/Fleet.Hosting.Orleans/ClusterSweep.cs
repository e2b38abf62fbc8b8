using Microsoft.Extensions.Hosting;

namespace Twofold.Cluster;

/// <summary>On each silo, every second, one round. Rounds of several silos meet the same grains; being woken twice changes nothing.</summary>
internal sealed class ClusterSweep(ClusterFleet fleet) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var round = new SweepRound(fleet.Settings.Registry, fleet.Store, fleet.DeliverAsync, id => fleet.Grain(id).Bring());
        using var timer = new PeriodicTimer(Every, fleet.Settings.Clock);
        do
        {
            try
            {
                await round.RunAsync(fleet.Now, stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                fleet.Voice.Fault("sweep/failed", default, error);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
