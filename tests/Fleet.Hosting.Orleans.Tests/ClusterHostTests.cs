using Twofold.Fleet;
using Twofold.Fleet.Conformance;
using Twofold.Fleet.Embedded;

namespace Twofold.Cluster.Tests;

/// <summary>The cluster host keeps what every host promises.</summary>
public sealed class ClusterHostTests(PrivatePostgres postgres) : LetterConformance, IClassFixture<PrivatePostgres>
{
    /// <inheritdoc/>
    protected override async Task<HostUnderTest> StartHostAsync(string place, TimeProvider time, Func<IGrainStore, TroubledStore> trouble)
    {
        var store = await PostgresStore.OpenAsync(new PostgresOptions(await postgres.DatabaseAsync(place), Alone: false), Counter.Registry);
        var troubled = trouble(store);
        var silo = await RunningSilo.StartAsync(SiloPlace.First(), troubled, time);
        return new HostUnderTest(silo.Fleet, troubled, store, silo.Access, async () =>
        {
            await silo.DisposeAsync();
            await store.DisposeAsync();
        });
    }
}
