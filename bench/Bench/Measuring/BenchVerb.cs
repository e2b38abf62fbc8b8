using System.Data.Common;
using System.Runtime.InteropServices;
using Twofold.Bench.Benchmarks;
using Twofold.Bench.Running;

namespace Twofold.Bench.Measuring;

/// <summary>Runs benchmarks and prints a line for each.</summary>
internal static class BenchVerb
{
    /// <summary>Those that are named, or all, those that take long only if they are asked for.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var options = Options.Read(args);
        var groups = BenchmarkList.Groups().Select(g => g.Where(options.Chooses).ToList()).Where(g => g.Count > 0).ToList();
        var chosen = groups.SelectMany(g => g).ToList();
        if (options.Names.Except(chosen.Select(b => b.Name)).FirstOrDefault() is { } unknown)
        {
            Console.Error.WriteLine($"there is no benchmark `{unknown}`; there are {string.Join(", ", BenchmarkList.Groups().SelectMany(g => g).Select(b => b.Name))}");
            return 2;
        }

        using var interrupted = Until.EndOn(PosixSignal.SIGINT);
        using var terminated = Until.EndOn(PosixSignal.SIGTERM);
        var results = groups.Count > 1 ? await ApartAsync(groups) : await HereAsync(chosen);
        if (options.Json is { } json) new BenchReport(results).Write(json);
        return results.Count == chosen.Count ? 0 : 1;
    }

    // What one group leaves in memory would count against the next.
    private static async Task<List<Measured>> ApartAsync(IEnumerable<IEnumerable<Benchmark>> groups)
    {
        var (results, report) = (new List<Measured>(), Path.GetTempFileName());
        foreach (var group in groups.TakeWhile(_ => !Until.Ended))
        {
            File.Delete(report);
            await ChildProcess.RunAsync(typeof(BenchVerb).Assembly.Location, ["bench", "--json", report, .. group.Select(b => b.Name)]);
            results.AddRange(BenchReport.Read(report).Results);
        }

        File.Delete(report);
        return results;
    }

    private static async Task<List<Measured>> HereAsync(IEnumerable<Benchmark> chosen)
    {
        using var scratch = Scratch.Clear();
        var results = new List<Measured>();
        foreach (var benchmark in chosen.TakeWhile(_ => !Until.Ended))
        {
            if (await TryAsync(benchmark) is { } measured) results.Add(measured);
        }

        return results;
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

    private sealed record Options(IReadOnlyList<string> Names, string? Json, bool All)
    {
        public bool Chooses(Benchmark benchmark) => Names.Count == 0 ? All || !benchmark.TakesLong : Names.Contains(benchmark.Name);

        public static Options Read(string[] args)
        {
            var (names, json, all) = (new List<string>(), (string?)null, false);
            for (var i = 0; i < args.Length; i++)
            {
                if (args[i] is "--json" && i + 1 < args.Length) json = args[++i];
                else if (args[i] is "--all") all = true;
                else names.Add(args[i]);
            }

            return new Options(names, json, all);
        }
    }
}
