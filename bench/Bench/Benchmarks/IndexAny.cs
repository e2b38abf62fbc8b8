using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Twofold.Bench.Measuring;
using Twofold.Bench.Running;
using Twofold.Fleet;
using Twofold.Fleet.Embedded;

namespace Twofold.Bench.Benchmarks;

/// <summary>Questions that no order was declared for, among one million phones: the slowest of them.</summary>
internal sealed class IndexAny : Benchmark
{
    private static readonly IndexQuery All = new("phones", []);
    private static readonly IndexQuery Vms = new("vms", []);

    private readonly SortedDictionary<string, List<double>> _times = new(StringComparer.Ordinal);
    private SqliteStore? _store;
    private SqliteConnection? _bare;

    public override string Name => "index-any";

    public override string Beside => "one look at every row of the phones by plain SQLite";

    public override string Unit => "ms";

    private static IEnumerable<(string Words, IndexQuery Query)> Questions =>
    [
        ("agent = a common one, by name", All with { Filters = [new("agent", FilterMatch.Is, "twofold-agent 1.2")], SortBy = "name" }),
        ("agent = none, by name", All with { Filters = [new("agent", FilterMatch.Is, "none")], SortBy = "name" }),
        ("hypervisor ≠ the only one, by owner", All with { Filters = [new("hypervisor", FilterMatch.IsNot, "qemu 9.2")], SortBy = "owner" }),
        ("policy_revision < 7, by last_contact", All with { Filters = [new("policy_revision", FilterMatch.Below, "7")], SortBy = "last_contact" }),
        ("observed_version ≠ 12 and offline, by name", All with { Filters = [new("observed_version", FilterMatch.IsNot, "12"), new("state", FilterMatch.Is, "offline")], SortBy = "name" }),
        ("a stretch of places without a revision, by key", All with { Filters = [new("place", FilterMatch.AtLeast, "100000"), new("place", FilterMatch.Below, "150000"), new("policy_revision", FilterMatch.Below, "7")] }),
        ("all by agent", All with { SortBy = "agent" }),
        ("search one phone", All with { Search = "phone-0654321", SortBy = "name" }),
        ("search an owner", All with { Search = "owner004711", SortBy = "name" }),
        ("search part of a hardware id", All with { Search = "3f7a9", SortBy = "name" }),
        ("search what is everywhere", All with { Search = "example.org", SortBy = "name" }),
        ("search two letters that are rare", All with { Search = "zq", SortBy = "name" }),
        ("search a team among the non-compliant", All with { Search = "team-17", Filters = [new("verdict", FilterMatch.Is, "non-compliant")], SortBy = "name" }),
        ("search what is nowhere", All with { Search = "nowhere at all", SortBy = "name" }),
        ("vms: epoch = none, by name", Vms with { Filters = [new("epoch", FilterMatch.Is, "7")], SortBy = "phone_name" }),
        ("vms: all by desired", Vms with { SortBy = "desired" }),
        ("vms: desired = running and failed, by epoch", Vms with { Filters = [new("desired", FilterMatch.Is, "running"), new("state", FilterMatch.Is, "failed")], SortBy = "epoch" }),
        ("vms: search a phone", Vms with { Search = "phone-0654321", SortBy = "phone_name" }),
    ];

    public override async Task PrepareAsync()
    {
        var database = await SeededFleet.DatabaseAsync();
        _store = await SqliteStore.OpenAsync(new SqliteOptions(database), FleetKinds.All);
        _bare = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        await _bare.OpenAsync();
    }

    public override async Task<double> OursAsync()
    {
        var slowest = 0.0;
        foreach (var (words, query) in Questions)
            slowest = Math.Max(slowest, Note(words, await TimeAsync(async () => await _store!.QueryAsync(query, CancellationToken.None))));

        foreach (var (words, filters, search) in new[] { ("facet of all", false, ""), ("facet of the offline", true, ""), ("facet of a search", false, "team-17") })
        {
            IndexFilter[] narrowed = filters ? [new("state", FilterMatch.Is, "offline")] : [];
            slowest = Math.Max(slowest, Note(words, await TimeAsync(async () => await _store!.CountAsync("phones", "verdict", [.. narrowed], search, CancellationToken.None))));
        }

        return slowest;
    }

    public override Task<double> TheirsAsync() => TimeAsync(async () =>
    {
        await using var command = _bare!.CreateCommand();
        command.CommandText = "SELECT count(*) FROM ix_phones NOT INDEXED WHERE agent = 'none' OR hypervisor = 'none'";
        await command.ExecuteScalarAsync();
    });

    public override async ValueTask DisposeAsync()
    {
        foreach (var (words, times) in _times) Console.WriteLine($"    {times.Skip(1).DefaultIfEmpty(times[0]).Max(),8:0.0} ms, the first time {times[0],8:0.0} ms: {words}");
        if (_bare is not null) await _bare.DisposeAsync();
        if (_store is not null) await _store.DisposeAsync();
    }

    private double Note(string words, double time)
    {
        if (!_times.TryGetValue(words, out var times)) _times[words] = times = [];
        times.Add(time);
        return time;
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
