using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace Twofold.Cluster;

/// <summary>How a silo runs the fleet.</summary>
/// <param name="Clock">What rules and deadlines go by. The engine keeps the system's: with one that stands still no silo starts.</param>
/// <param name="Journal">Gets what breaks; it may be called from many threads.</param>
/// <param name="Sealer">Seals names of persons; null seals nothing, for a silo without an installation around it.</param>
public sealed record ClusterSettings(GrainRegistry Registry, TimeProvider Clock, Action<HostIncident> Journal, EventSealer? Sealer = null);

/// <summary>Puts the fleet into a silo.</summary>
public static class ClusterSetup
{
    /// <summary>Every kind of the registry, over a store that several silos share. The container has <see cref="IFleet"/> and <see cref="IAccessLog"/> then.</summary>
    public static ISiloBuilder UseFleet(this ISiloBuilder silo, IGrainStore store, ClusterSettings settings)
    {
        silo.Configure<GrainTypeOptions>(types => types.Classes.UnionWith(settings.Registry.All.Select(GrainClass)));
        silo.Configure<ClusterMembershipOptions>(FastMembership);
        silo.AddGrainService<NoticeService>();
        silo.Services.AddSingleton<IAccessLog>(new AccessRing(10_000)).AddSingleton<Notices>().AddSingleton(s => new ClusterFleet(
            settings, store, s.GetRequiredService<IGrainFactory>(), s.GetRequiredService<IAccessLog>(), s.GetRequiredService<Notices>()));
        silo.Services.AddSingleton<IFleet>(s => s.GetRequiredService<ClusterFleet>());
        silo.Services.AddHostedService(s => s.GetRequiredService<ClusterFleet>()).AddHostedService<ClusterSweep>();
        return silo;
    }

    /// <summary>Silos with one cluster id find each other in the database; its tables come from the engine's own scripts.</summary>
    public static ISiloBuilder UsePostgresMembership(this ISiloBuilder silo, string clusterId, string connectionString) => silo
        .Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (clusterId, "twofold"))
        .UseAdoNetClustering(table => (table.Invariant, table.ConnectionString) = ("Npgsql", connectionString));

    private static Type GrainClass(IGrainKind kind) => typeof(ClusterGrain<,,,,>).MakeGenericType(kind.GetType().GetGenericArguments());

    // By default callers stall for 10 to 14 s behind a dead silo, with these for 1 to 2 s.
    private static void FastMembership(ClusterMembershipOptions options) =>
        (options.ProbeTimeout, options.NumMissedProbesLimit, options.NumVotesForDeathDeclaration, options.TableRefreshTimeout,
            options.IAmAliveTablePublishTimeout) = (TimeSpan.FromSeconds(1), 2, 1, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));
}
