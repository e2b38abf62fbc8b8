using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Twofold.Fleet;
using Twofold.Fleet.Embedded;

namespace Twofold.Bench.Running;

/// <summary>
/// A store whose index has one million phones with two VMs each, written by the store's own writers; the grains are not in it. It is kept
/// for later runs, beside the files that a run removes, and made anew when the lists have other columns or orders.
/// </summary>
internal static class SeededFleet
{
    private const int Chunk = 5_000;

    private const int ChunksAhead = 4;

    private const int ChunksTogether = 20;

    /// <summary>How many phones; fewer where the environment variable <c>TWOFOLD_BENCH_PHONES</c> says so.</summary>
    public static int Count { get; } = int.TryParse(Environment.GetEnvironmentVariable("TWOFOLD_BENCH_PHONES"), out var count) ? count : 1_000_000;

    /// <summary>What is kept for later runs.</summary>
    public static string Folder => Path.Combine(Built.Root, "artifacts", "phones");

    /// <summary>Another one for other numbers of phones, columns or orders.</summary>
    public static string Name { get; } = $"{Count}-{Fingerprint(new IndexSchemas(FleetKinds.All))}";

    /// <summary>The database file; made when it is not there.</summary>
    public static async Task<string> DatabaseAsync()
    {
        var schemas = new IndexSchemas(FleetKinds.All);
        var (database, unfinished) = (Path.Combine(Folder, $"{Name}.db"), Path.Combine(Folder, $"{Name}.part"));
        if (File.Exists(database)) return database;
        Directory.CreateDirectory(Folder);
        foreach (var old in Directory.GetFiles(Folder)) File.Delete(old);
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
        connection.Execute("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-400000; PRAGMA temp_store=MEMORY; PRAGMA threads=2");
        var orders = Orders(connection);
        foreach (var (name, _) in orders) connection.Execute($"DROP INDEX \"{name}\"");
        using (var statements = new WriteStatements(connection, schemas))
        {
            Write(statements, start);
            foreach (var (_, definition) in orders) connection.Execute(definition);
            Console.WriteLine($"    put in order, {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
            connection.Execute("PRAGMA journal_mode=WAL");
        }

        SqliteConnection.ClearAllPools();
    }

    // Sorted once at the end they are made many times faster than row by row.
    private static ImmutableArray<(string Name, string Definition)> Orders(SqliteConnection connection)
    {
        using var command = connection.Ask("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND name LIKE 'ix_%'");
        return command.ReadAll(row => (row.GetString(0), row.GetString(1)));
    }

    // The text index is merged after each transaction, so those are large.
    private static void Write(WriteStatements statements, long start)
    {
        using var chunks = Enumerable.Range(0, Count).Chunk(Chunk).Select(numbers => numbers.SelectMany(Made).ToArray()).MadeAhead(ChunksAhead).GetEnumerator();
        for (var (written, more) = (0, true); more; Console.WriteLine($"    {written:N0} phones written, {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s"))
        {
            statements.Transact(() =>
            {
                for (var n = 0; n < ChunksTogether && (more = chunks.MoveNext()); n++, written = Math.Min(written + Chunk, Count))
                    foreach (var grain in chunks.Current) statements.PutIndex(grain.Key, grain.Rows);
            });
        }
    }

    private static IEnumerable<(string Key, ImmutableArray<IndexChange> Rows)> Made(int number) => SeededPhone.Of(number).Grains()
        .Select(g => (g.Id.Key, g.Rows.Select(r => new IndexChange(r.Table, r.Part, null, r.Values)).ToImmutableArray()));
}
