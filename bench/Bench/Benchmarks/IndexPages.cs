using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Twofold.Bench.Measuring;
using Twofold.Bench.Running;
using Twofold.Fleet;
using Twofold.Fleet.Embedded;

namespace Twofold.Bench.Benchmarks;

/// <summary>Pages of 50 of every declared filter and order, among one million phones with two VMs each: the mean of their 95th percentiles.</summary>
internal sealed class IndexPages : Benchmark
{
    private const int Places = 40;

    private readonly SortedDictionary<string, (List<double> Ours, List<double> Bare)> _times = new(StringComparer.Ordinal);
    private SqliteStore? _store;
    private BarePages? _bare;
    private ImmutableArray<PagePlace> _places = [];

    public override string Name => "index";

    public override string Beside => "the same pages by prepared statements of plain SQLite over the same tables and orders, without their totals";

    public override string Unit => "ms";

    public override async Task PrepareAsync()
    {
        var database = await SeededFleet.DatabaseAsync();
        Console.WriteLine($"    {SeededFleet.Count:N0} phones with two VMs each: {new FileInfo(database).Length / 1048576.0:N0} MiB");
        _store = await SqliteStore.OpenAsync(new SqliteOptions(database), FleetKinds.All);
        _bare = new BarePages(database);
        _places = [.. await PagePlace.AllAsync(_store, Places)];
    }

    public override async Task<double> OursAsync()
    {
        var times = new List<(string Order, double Milliseconds)>();
        foreach (var place in _places)
        {
            var start = Stopwatch.GetTimestamp();
            var page = await _store!.QueryAsync(place.Query, CancellationToken.None);
            times.Add((place.Order, Stopwatch.GetElapsedTime(start).TotalMilliseconds));
            if (page.Items.IsEmpty && place.HasRows) throw new InvalidOperationException($"`{place.Order}` has no rows");
        }

        return Noted(times, noted => noted.Ours);
    }

    public override Task<double> TheirsAsync()
    {
        var times = new List<(string Order, double Milliseconds)>();
        foreach (var place in _places)
        {
            var start = Stopwatch.GetTimestamp();
            _bare!.Read(place);
            times.Add((place.Order, Stopwatch.GetElapsedTime(start).TotalMilliseconds));
        }

        return Task.FromResult(Noted(times, noted => noted.Bare));
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var (order, (ours, bare)) in _times) Console.WriteLine($"    p95 {P95(ours),7:0.00} ms, bare {P95(bare),7:0.00} ms: {order}");
        _bare?.Dispose();
        if (_store is not null) await _store.DisposeAsync();
    }

    private double Noted(List<(string Order, double Milliseconds)> times, Func<(List<double> Ours, List<double> Bare), List<double>> side)
    {
        foreach (var (order, time) in times)
        {
            if (!_times.TryGetValue(order, out var noted)) _times[order] = noted = ([], []);
            side(noted).Add(time);
        }

        return times.GroupBy(t => t.Order, t => t.Milliseconds).Average(P95);
    }

    private static double P95(IEnumerable<double> times)
    {
        var sorted = times.Order().ToList();
        return sorted[(int)Math.Ceiling(sorted.Count * 0.95) - 1];
    }
}
