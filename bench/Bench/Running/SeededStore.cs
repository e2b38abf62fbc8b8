using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Twofold.Fleet;
using Twofold.Fleet.Embedded;

namespace Twofold.Bench.Running;

/// <summary>A store whose lists are written by the store's own writers, many rows at a time; it is kept for later runs, alone in its folder.</summary>
internal sealed class SeededStore(string folder, string name)
{
    private const int Chunk = 5_000;

    private const int ChunksAhead = 4;

    private const int ChunksTogether = 20;

    /// <summary>The database file.</summary>
    public string Database => Path.Combine(folder, $"{name}.db");

    /// <summary>Whether it is there.</summary>
    public bool IsMade => File.Exists(Database);

    /// <summary>Rows that come into the lists.</summary>
    public static ImmutableArray<IndexChange> New(ImmutableArray<IndexRow> rows) => [.. rows.Select(r => new IndexChange(r.Table, r.Part, null, r.Values))];

    /// <summary>Makes it.</summary>
    /// <param name="made">The keys and rows of each number below <paramref name="count"/>.</param>
    /// <param name="last">Grains that are stored once all rows are there.</param>
    public async Task MakeAsync(int count, Func<int, IEnumerable<(string Key, ImmutableArray<IndexChange> Rows)>> made, Func<IEnumerable<StoredGrain>> last)
    {
        var unfinished = Path.Combine(folder, $"{name}.part");
        Directory.CreateDirectory(folder);
        foreach (var old in Directory.GetFiles(folder)) File.Delete(old);
        await (await SqliteStore.OpenAsync(new SqliteOptions(unfinished), FleetKinds.All)).DisposeAsync();
        Fill(unfinished, Enumerable.Range(0, count).Chunk(Chunk).Select(numbers => numbers.SelectMany(made).ToArray()), last);
        File.Move(unfinished, Database);
    }

    private static void Fill(string path, IEnumerable<(string Key, ImmutableArray<IndexChange> Rows)[]> chunks, Func<IEnumerable<StoredGrain>> last)
    {
        var start = Stopwatch.GetTimestamp();
        var connection = SqliteFile.OpenForWriting(path);
        connection.Execute("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-400000; PRAGMA temp_store=MEMORY; PRAGMA threads=2");
        var orders = Orders(connection);
        foreach (var (name, _) in orders) connection.Execute($"DROP INDEX \"{name}\"");
        using (var statements = new WriteStatements(connection, new IndexSchemas(FleetKinds.All)))
        {
            Write(statements, chunks, start);
            statements.Transact(() =>
            {
                foreach (var grain in last()) statements.Save(new GrainWrite(grain, 0, [], [], []));
            });
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
    private static void Write(WriteStatements statements, IEnumerable<(string Key, ImmutableArray<IndexChange> Rows)[]> all, long start)
    {
        using var chunks = all.MadeAhead(ChunksAhead).GetEnumerator();
        for (var (written, more) = (0, true); more; Console.WriteLine($"    {written:N0} chunks of {Chunk:N0} phones written, {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s"))
        {
            statements.Transact(() =>
            {
                for (var n = 0; n < ChunksTogether && (more = chunks.MoveNext()); n++, written++)
                    foreach (var (key, rows) in chunks.Current) statements.PutIndex(key, rows);
            });
        }
    }
}
