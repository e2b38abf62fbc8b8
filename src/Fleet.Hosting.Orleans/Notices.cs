using Microsoft.Extensions.Logging;
using Orleans.Runtime.Services;

namespace Twofold.Cluster;

/// <summary>Tells the other active silos that a grain changed. Nobody waits for it; whoever misses it reads again now and then.</summary>
internal sealed class Notices(IServiceProvider services, ISiloStatusOracle silos) : GrainServiceClient<INoticeService>(services)
{
    public void Tell(GrainNotice notice)
    {
        foreach (var silo in silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Where(s => !s.Equals(silos.SiloAddress)))
            _ = GetGrainService(silo).Changed(notice.Id.Kind, notice.Id.Key, notice.Version);
    }
}

/// <summary>One on each silo: passes on what it hears to the watchers there.</summary>
[Reentrant]
public sealed class NoticeService(EngineId id, Silo silo, ILoggerFactory logs, ClusterFleet fleet) : GrainService(id, silo, logs), INoticeService
{
    /// <inheritdoc/>
    public Task Changed(string kind, string key, long version)
    {
        fleet.Hear(new GrainNotice(new FleetId(kind, key), version));
        return Task.CompletedTask;
    }
}
