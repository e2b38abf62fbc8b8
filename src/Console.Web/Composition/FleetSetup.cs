using Twofold.Fleet;
using Twofold.Fleet.Embedded;

namespace Twofold.Web.Composition;

/// <summary>Puts the fleet behind the console. This is the only place that picks a host for the grains.</summary>
static class FleetSetup
{
    /// <summary>
    /// Adds the single-machine host over the store, and what is read from the store beside it. The container stops the host; the store,
    /// which it is given, stays open for whoever opened it.
    /// </summary>
    public static void AddFleet(this IServiceCollection services, SqliteStore store)
    {
        services.AddSingleton<FleetJournal>();
        services.AddSingleton<IFleet>(s => new EmbeddedFleet(
            FleetKinds.All, store, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<FleetJournal>().Note));
        services.AddSingleton(s => s.Host().Access);
        services.AddSingleton<IFleetIndex>(store);
        services.AddSingleton<IEventLog>(store);
        services.AddSingleton<IDocumentStore>(store);
    }

    /// <summary>Starts to carry letters and to wake what is due.</summary>
    public static void StartFleet(this IServiceProvider services) => services.Host().Start();

    private static EmbeddedFleet Host(this IServiceProvider services) => (EmbeddedFleet)services.GetRequiredService<IFleet>();
}
