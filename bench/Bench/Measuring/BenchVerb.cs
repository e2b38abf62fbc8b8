using System.Data.Common;
using System.Runtime.InteropServices;
using Twofold.Bench.Benchmarks;
using Twofold.Bench.Running;

namespace Twofold.Bench.Measuring;

/// <summary>Runs benchmarks and prints a line for each.</summary>
internal static class BenchVerb
{
    /// <summary>The one that is named, or all, those that take long only if they are asked for.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var options = Options.Read(args);
        var chosen = BenchmarkList.All().Where(options.Chooses).ToList();
        if (chosen.Count == 0)
        {
            Console.Error.WriteLine($"there is no benchmark `{options.Name}`; there are {string.Join(", ", BenchmarkList.All().Select(b => b.Name))}");
            return 2;
        }

        using var interrupted = Until.EndOn(PosixSignal.SIGINT);
        using var terminated = Until.EndOn(PosixSignal.SIGTERM);
        using var scratch = Scratch.Clear();
        var results = new List<Measured>();
        foreach (var benchmark in chosen.TakeWhile(_ => !Until.Ended))
        {
            if (await TryAsync(benchmark) is { } measured) results.Add(measured);
        }

        if (options.Json is { } json) new BenchReport(results).Write(json);
        return results.Count == chosen.Count ? 0 : 1;
    }

    // One that cannot be measured takes no figure from the others; a promise that rests on it fails.
    private static async Task<Measured?> TryAsync(Benchmark benchmark)
    {
        Console.WriteLine($"  {benchmark.Name}, beside {benchmark.Beside}");
        try
        {
            await using var ended = benchmark;
            var measured = await benchmark.MeasureAsync();
            Console.WriteLine(Line(measured));
            return measured;
        }
        catch (Exception fault) when (fault is InvalidOperationException or HttpRequestException or IOException or DbException or OperationCanceledException)
        {
            Console.Error.WriteLine($"error: `{benchmark.Name}` was not measured: {fault.Message}");
            return null;
        }
    }

    private static string Line(Measured m) =>
        $"{m.Name}: {m.Ratio:0.00}× ({m.LowestRatio:0.00}–{m.HighestRatio:0.00}) of {m.Beside}; ours {m.Ours:0.000} {m.Unit}, beside {m.Theirs:0.000} {m.Unit}, medians of {m.Pairs} pairs";

    private sealed record Options(string? Name, string? Json, bool All)
    {
        public bool Chooses(Benchmark benchmark) =>
            Name is null ? All || !benchmark.TakesLong : string.Equals(benchmark.Name, Name, StringComparison.Ordinal);

        public static Options Read(string[] args)
        {
            var (name, json, all) = ((string?)null, (string?)null, false);
            for (var i = 0; i < args.Length; i++)
            {
                if (args[i] is "--json" && i + 1 < args.Length) json = args[++i];
                else if (args[i] is "--all") all = true;
                else name = args[i];
            }

            return new Options(name, json, all);
        }
    }
}
