using System.Diagnostics;
using System.Globalization;
using Twofold.Fuzz.Tests.Cases;

namespace Twofold.Fuzz.Tests;

/// <summary><c>./dev fuzz</c>: so many cases, one after the other, up to the first whose answer is not one.</summary>
internal static class FuzzRun
{
    private const int Every = 20_000;
    private const string Folder = "artifacts/fuzz";

    /// <summary>0 when every case was answered, 1 when one was not, 2 for a line that cannot be read.</summary>
    public static int Run(string[] args)
    {
        if (args is not [var wanted, .. var rest] || !int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var cases) || rest.Length > 1) return 2;
        var seed = rest is [var given] ? long.Parse(given, NumberStyles.None, CultureInfo.InvariantCulture) : Environment.TickCount & 0xFFFFFF;
        Console.WriteLine($"fuzz: {cases} cases, seed {seed}");
        var (tally, since) = (new FuzzTally(), Stopwatch.GetTimestamp());
        for (var done = 0; done < cases; done++)
        {
            if (done % Every == 0) Console.Write($"\r  {done}/{cases} cases ");
            var made = FuzzCases.Make(seed + done);
            var answer = FuzzJudge.Judge(made);
            tally.Add(made, answer);
            if (answer.Faults.Count > 0) return Failed(made, answer);
        }

        Console.WriteLine($"\r  {cases}/{cases} cases ");
        foreach (var line in tally.Lines()) Console.WriteLine(line);
        Console.WriteLine(
            $"fuzz: {tally.Cases} cases answered in {Stopwatch.GetElapsedTime(since).TotalSeconds:0} s, each within {FuzzJudge.FreeBytes >> 20} MiB and {FuzzJudge.BytesPerByte} bytes per byte of input, {FuzzJudge.MostBytes >> 20} MiB at most; 0 exceptions (seed {seed})");
        return 0;
    }

    private static int Failed(FuzzCase made, FuzzAnswer answer)
    {
        Directory.CreateDirectory(Folder);
        var file = Path.Combine(Folder, $"{made.Seed}{(made.Reader == FuzzReader.Policies ? ".yaml" : ".json")}");
        File.WriteAllBytes(file, made.Bytes);
        Console.WriteLine();
        foreach (var fault in answer.Faults.Take(20)) Console.WriteLine($"  {fault}");
        Console.WriteLine($"fuzz: a case of kind `{made.Kind}` was not answered as it must be; it is in {file}");
        Console.WriteLine($"again: ./dev fuzz --cases 1 --seed {made.Seed}");
        return 1;
    }
}
