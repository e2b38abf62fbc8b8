using System.Diagnostics;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Twofold.Bench.Measuring;
using Twofold.Bench.Running;
using Twofold.Fleet.Phones;

namespace Twofold.Bench.Benchmarks;

/// <summary>Every stored phone is brought into memory once by a host that has none.</summary>
/// <param name="phones">The store.</param>
/// <param name="threads">How many ask at a time.</param>
internal sealed class Activations(PhoneStore phones, int threads) : Benchmark
{
    // Prime to the number of phones: neighbours in time are not neighbours in the file.
    private const int Stride = 7_919;

    private string _path = "";

    public override string Name => threads == 1 ? "activations" : "activations-parallel";

    public override string Beside =>
        $"the same rows read one by one with a prepared statement on {threads} thread{(threads == 1 ? "" : "s")}, their state parsed by the same JSON contract";

    public override int Pairs => 9;

    public override async Task PrepareAsync() => _path = await phones.CopyAsync(Name);

    public override async Task<double> OursAsync()
    {
        await using var host = await PhoneStore.HostAsync(_path);
        return await MeasureAsync(async numbers =>
        {
            foreach (var number in numbers)
            {
                if ((await host.Fleet.ViewAsync(PhoneStore.Ref(number))).Version == 0) throw new InvalidOperationException($"phone {number} is not stored");
            }
        });
    }

    public override Task<double> TheirsAsync() => MeasureAsync(numbers =>
    {
        using var reads = new PointReads(_path);
        foreach (var number in numbers) reads.Read(PhoneStore.Ref(number).Id.Key);
        return Task.CompletedTask;
    });

    private async Task<double> MeasureAsync(Func<IEnumerable<int>, Task> readAsync)
    {
        var shares = Enumerable.Range(0, phones.Phones).Select(n => (int)((long)n * Stride % phones.Phones)).Chunk(phones.Phones / threads).ToList();
        GC.Collect();
        var (start, paused) = (Stopwatch.GetTimestamp(), GC.GetTotalPauseDuration());
        await Task.WhenAll(shares.Select(share => Task.Run(() => readAsync(share))));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine($"    {phones.Phones / seconds:0} a second; the collector paused {(GC.GetTotalPauseDuration() - paused).TotalMilliseconds:0} ms");
        return seconds;
    }

    /// <summary>One reading connection with its statement.</summary>
    private sealed class PointReads : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly sqlite3_stmt _statement;

        public PointReads(string path)
        {
            var text = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
            _connection = new SqliteConnection(text.ToString());
            _connection.Open();
            raw.sqlite3_exec(_connection.Handle, "PRAGMA cache_size=-8192");
            raw.sqlite3_prepare_v2(_connection.Handle, "SELECT version, state FROM grains WHERE kind = 'phone' AND key = ?", out _statement);
        }

        public PhoneState Read(string key)
        {
            raw.sqlite3_bind_text(_statement, 1, key);
            if (raw.sqlite3_step(_statement) != raw.SQLITE_ROW) throw new InvalidOperationException($"there is no phone `{key}`");
            var state = JsonSerializer.Deserialize(raw.sqlite3_column_blob(_statement, 1), PhoneJson.Default.PhoneState)!;
            raw.sqlite3_reset(_statement);
            return state;
        }

        public void Dispose()
        {
            _statement.Dispose();
            _connection.Dispose();
        }
    }
}
