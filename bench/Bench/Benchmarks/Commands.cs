using System.Diagnostics;
using Twofold.Bench.Measuring;
using Twofold.Bench.Running;
using Twofold.Fleet;
using Twofold.Fleet.Embedded;
using Twofold.Floor;

namespace Twofold.Bench.Benchmarks;

/// <summary>20,000 durable commands over 10,000 stored phones, 512 in flight, through the single-machine host.</summary>
internal sealed class Commands(PhoneStore phones) : Benchmark
{
    private const int Count = 20_000;
    private const int InFlight = 512;

    // Prime to the number of phones: neighbours in time are not neighbours in the file.
    private const int Stride = 7_919;

    // The first look at a grain leaves only its row in memory.
    private const int LooksUntilKept = 2;

    private IReadOnlyList<TapedRow[]> _tape = [];
    private int _groupSize = 1;
    private int _next;

    public override string Name => "commands";

    public override string Beside => "plain SQLite that writes literally the same rows of the same commands, in transactions of the same size";

    public override async Task PrepareAsync()
    {
        var path = await phones.CopyAsync("commands-tape");
        RowTape.Insert(path);
        await using (var host = await PhoneStore.HostAsync(path)) await RelabelAllAsync(host, []);
        _tape = RowTape.Read(path);
        if (_tape.Count != Count) throw new InvalidOperationException($"{_tape.Count} commands were taped of {Count}");
        await SealRate.PrintAsync(await phones.CopyAsync("commands-sealing"));
    }

    public override async Task<double> OursAsync()
    {
        await using var host = await PhoneStore.HostAsync(await phones.CopyAsync("commands"));
        for (var look = 0; look < LooksUntilKept; look++) await LookAtAllAsync(host);
        var before = host.Store.Committed;
        var latencies = new TimeSpan[Count];
        GC.Collect();
        var (start, paused) = (Stopwatch.GetTimestamp(), GC.GetTotalPauseDuration());
        await RelabelAllAsync(host, latencies);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        _groupSize = (int)((host.Store.Committed.Writes - before.Writes) / (host.Store.Committed.Transactions - before.Transactions));
        Print(seconds, latencies, GC.GetTotalPauseDuration() - paused);
        return seconds;
    }

    public override async Task<double> TheirsAsync()
    {
        using var rows = new TapedRows(await phones.CopyAsync("commands-floor"));
        GC.Collect();
        var start = Stopwatch.GetTimestamp();
        foreach (var group in _tape.Chunk(_groupSize)) rows.Write(group);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private void Print(double seconds, TimeSpan[] latencies, TimeSpan paused)
    {
        Array.Sort(latencies);
        Console.WriteLine(
            $"    {Count / seconds:0} commands a second, {_groupSize} to a transaction; answered in {latencies[Count / 2].TotalMilliseconds:0.0} ms (p50), "
            + $"{latencies[Count * 99 / 100].TotalMilliseconds:0.0} ms (p99); the collector paused {paused.TotalMilliseconds:0} ms");
    }

    private async Task LookAtAllAsync(EmbeddedHost host)
    {
        foreach (var number in Enumerable.Range(0, phones.Phones)) await host.Fleet.ViewAsync(PhoneStore.Ref(number));
    }

    private async Task RelabelAllAsync(EmbeddedHost host, TimeSpan[] latencies)
    {
        _next = 0;
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(() => RelabelAsync(host, latencies))));
    }

    private async Task RelabelAsync(EmbeddedHost host, TimeSpan[] latencies)
    {
        while (Interlocked.Increment(ref _next) is var n && n <= Count)
        {
            var (number, start) = ((int)((long)n * Stride % phones.Phones), Stopwatch.GetTimestamp());
            var reply = await host.Fleet.AskAsync(PhoneStore.Ref(number), PhoneStore.Relabel(number, $"team-{n}"), Actor.System);
            if (!reply.Ok) throw new InvalidOperationException($"{reply.Code}: {reply.Explanation}");
            if (latencies.Length > 0) latencies[n - 1] = Stopwatch.GetElapsedTime(start);
        }
    }
}
