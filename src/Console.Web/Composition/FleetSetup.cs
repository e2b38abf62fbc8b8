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
    public static void AddFleet(this IServiceCollection services, IFleetStore store)
    {
        services.AddSingleton<FleetJournal>();
        services.AddSingleton<IFleet>(s => new EmbeddedFleet(
            FleetKinds.All, store, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<FleetJournal>().Note, sealer: s.GetRequiredService<EventSealer>()));
        services.AddSingleton(s => s.Host().Access);
        services.AddSingleton<IFleetIndex>(store);
        services.AddSingleton<IGrainReader>(store);
        services.AddSingleton<IDocumentStore>(store);
        services.AddSingleton<IStoreHealth>(store);
        services.AddSingleton(s => new PastReader(FleetKinds.All, store, s.GetRequiredService<IEventLog>() as ReadableLog));
    }

    /// <summary>Opens the database that the options name: PostgreSQL, or a file of the console's own.</summary>
    /// <exception cref="StartException"><c>console/postgres-file</c></exception>
    public static async Task<IFleetStore> OpenStoreAsync(ConsoleOptions options, DataFolder folder) => options.PostgresFile is { } file
        ? await PostgresStore.OpenAsync(await ConnectionFile.ReadAsync(file), FleetKinds.All)
        : await SqliteStore.OpenAsync(new SqliteOptions(folder.Database), FleetKinds.All);

    /// <summary>Starts to carry letters and to wake what is due.</summary>
    public static void StartFleet(this IServiceProvider services) => services.Host().Start();

    private static EmbeddedFleet Host(this IServiceProvider services) => (EmbeddedFleet)services.GetRequiredService<IFleet>();
}
