using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Twofold.Fleet;
using Twofold.Fleet.Embedded;

namespace Twofold.Bench.Running;

/// <summary>
/// A store whose index has one million phones with two VMs each, written by the store's own writers; the grains are not in it. It is kept
/// for later runs, beside the files that a run removes, and made anew when the lists have other columns or orders.
/// </summary>
internal static class SeededFleet
{
    /// <summary>How many phones; fewer where the environment variable <c>TWOFOLD_BENCH_PHONES</c> says so.</summary>
    public static int Count { get; } = int.TryParse(Environment.GetEnvironmentVariable("TWOFOLD_BENCH_PHONES"), out var count) ? count : 1_000_000;

    /// <summary>What is kept for later runs.</summary>
    public static string Folder => Path.Combine(Built.Root, "artifacts", "phones");

    /// <summary>Another one for other numbers of phones, columns or orders.</summary>
    public static string Name { get; } = $"{Count}-{Fingerprint(new IndexSchemas(FleetKinds.All))}";

    /// <summary>The database file; made when it is not there.</summary>
    public static async Task<string> DatabaseAsync()
    {
        var store = new SeededStore(Folder, Name);
        if (!store.IsMade) await store.MakeAsync(Count, Made, () => []);
        return store.Database;
    }

    private static string Fingerprint(IndexSchemas schemas) =>
        Convert.ToHexStringLower(SHA256.HashData(
            Encoding.UTF8.GetBytes(string.Join('\n', schemas.All.Select(t => t.Schema.Table + t.Fingerprint).Order(StringComparer.Ordinal)))))[..12];

    private static IEnumerable<(string Key, ImmutableArray<IndexChange> Rows)> Made(int number) => SeededPhone.Of(number).Grains()
        .Select(g => (g.Id.Key, SeededStore.New(g.Rows)));
}
