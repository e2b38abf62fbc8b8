using Twofold.Fleet.Hosting;

namespace Twofold.Fleet.Embedded;

/// <summary>A fleet over its own SQLite file, in one piece: what a program on a single machine starts and stops.</summary>
public sealed class EmbeddedHost : IAsyncDisposable
{
    private readonly SqliteStore _store;
    private readonly EmbeddedFleet _fleet;

    private EmbeddedHost(SqliteStore store, EmbeddedFleet fleet) => (_store, _fleet) = (store, fleet);

    /// <summary>Commands, views and notices.</summary>
    public IFleet Fleet => _fleet;

    /// <summary>Lists.</summary>
    public IFleetIndex Index => _store;

    /// <summary>History.</summary>
    public IEventLog Events => _store;

    /// <summary>Signed policy documents.</summary>
    public IDocumentStore Documents => _store;

    /// <summary>The store beneath, for letters that were set aside and for walking over all grains.</summary>
    public SqliteStore Store => _store;

    /// <summary>Who was turned away.</summary>
    public IAccessLog Access => _fleet.Access;

    /// <summary>Opens the store and starts the host.</summary>
    /// <param name="journal">Gets what breaks; it may be called from many threads.</param>
    public static async Task<EmbeddedHost> StartAsync(
        SqliteOptions file, GrainRegistry registry, TimeProvider time, Action<HostIncident> journal, EmbeddedOptions? options = null)
    {
        var store = await SqliteStore.OpenAsync(file, registry);
        var fleet = new EmbeddedFleet(registry, store, time, journal, options);
        fleet.Start();
        return new EmbeddedHost(store, fleet);
    }

    /// <summary>Stops the host, commits what waits and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _fleet.DisposeAsync();
        await _store.DisposeAsync();
    }
}
