using Twofold.Fleet.Conformance;

namespace Twofold.Fleet.Embedded.Tests;

/// <summary>The single-machine host over SQLite keeps what every host promises.</summary>
public sealed class EmbeddedHostTests : LetterConformance
{
    /// <inheritdoc/>
    protected override async Task<HostUnderTest> StartHostAsync(string place, TimeProvider time, Func<IGrainStore, TroubledStore> trouble)
    {
        var store = await SqliteStore.OpenAsync(new SqliteOptions(Path.Combine(place, "fleet.db")), Counter.Registry);
        var troubled = trouble(store);
        var fleet = new EmbeddedFleet(Counter.Registry, troubled, time, _ => { }, new EmbeddedOptions { IdleAfter = IdleAfter });
        fleet.Start();
        return new HostUnderTest(fleet, troubled, store, fleet.Access, async () =>
        {
            await fleet.DisposeAsync();
            await store.DisposeAsync();
        });
    }
}
