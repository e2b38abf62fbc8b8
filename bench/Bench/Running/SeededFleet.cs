using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Twofold.Fleet;
using Twofold.Fleet.Embedded;

namespace Twofold.Bench.Running;

/// <summary>
/// A store whose index has one million phones with two VMs each, written by the store's own writers; the grains are not in it. It is kept for later runs, beside the
/// files that a run removes, and made anew when the lists have other columns or orders.
/// </summary>
internal static class SeededFleet
{
    private const int Chunk = 10_000;

    /// <summary>How many phones; fewer where the environment variable <c>TWOFOLD_BENCH_PHONES</c> says so.</summary>
    public static int Count { get; } = int.TryParse(Environment.GetEnvironmentVariable("TWOFOLD_BENCH_PHONES"), out var count) ? count : 1_000_000;

    /// <summary>The database file; made when it is not there.</summary>
    public static async Task<string> DatabaseAsync()
    {
        var schemas = new IndexSchemas(FleetKinds.All);
        var folder = Path.Combine(Built.Root, "artifacts", "phones");
        var name = $"{Count}-{Fingerprint(schemas)}";
        var database = Path.Combine(folder, $"{name}.db");
        if (File.Exists(database)) return database;
        Directory.CreateDirectory(folder);
        var unfinished = Path.Combine(folder, $"{name}.part");
        foreach (var left in Directory.GetFiles(folder, $"{name}.part*")) File.Delete(left);
        await (await SqliteStore.OpenAsync(new SqliteOptions(unfinished), FleetKinds.All)).DisposeAsync();
        Fill(unfinished, schemas);
        File.Move(unfinished, database);
        return database;
    }

    private static string Fingerprint(IndexSchemas schemas) =>
        Convert.ToHexStringLower(SHA256.HashData(
            Encoding.UTF8.GetBytes(string.Join('\n', schemas.All.Select(t => t.Schema.Table + t.Fingerprint).Order(StringComparer.Ordinal)))))[..12];

    private static void Fill(string path, IndexSchemas schemas)
    {
        var start = Stopwatch.GetTimestamp();
        var connection = SqliteFile.OpenForWriting(path);
        connection.Execute("PRAGMA synchronous=OFF; PRAGMA cache_size=-400000");
        var orders = Orders(connection);
        foreach (var (name, _) in orders) connection.Execute($"DROP INDEX \"{name}\"");
        using (var statements = new WriteStatements(connection, schemas))
        {
            for (var from = 0; from < Count; from += Chunk)
            {
                var (first, end) = (from, Math.Min(from + Chunk, Count));
                statements.Transact(() => Write(statements, first, end));
                if (end % (Chunk * 10) == 0) Console.WriteLine($"    {end:N0} phones written, {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
            }

            foreach (var (_, definition) in orders) connection.Execute(definition);
            Console.WriteLine($"    put in order, {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
            connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        SqliteConnection.ClearAllPools();
    }

    // Sorted once at the end they are made many times faster than row by row.
    private static ImmutableArray<(string Name, string Definition)> Orders(SqliteConnection connection)
    {
        using var command = connection.Ask("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND name LIKE 'ix_%'");
        return command.ReadAll(row => (row.GetString(0), row.GetString(1)));
    }

    private static void Write(WriteStatements statements, int first, int end)
    {
        for (var n = first; n < end; n++)
        {
            foreach (var (id, rows) in SeededPhone.Of(n).Grains())
                statements.PutIndex(id.Key, [.. rows.Select(r => new IndexChange(r.Table, r.Part, null, r.Values))]);
        }
    }
}
