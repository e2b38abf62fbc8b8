using Twofold.Fleet.Conformance;

namespace Twofold.Fleet.Embedded.Tests;

/// <summary>The single-machine host over PostgreSQL keeps what every host promises.</summary>
public sealed class PostgresHostTests(PrivatePostgres postgres) : LetterConformance, IClassFixture<PrivatePostgres>
{
    /// <inheritdoc/>
    protected override async Task<HostUnderTest> StartHostAsync(string place, TimeProvider time, Func<IGrainStore, TroubledStore> trouble)
    {
        var store = await PostgresStore.OpenAsync(new PostgresOptions(await postgres.DatabaseAsync(place)), Counter.Registry);
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
