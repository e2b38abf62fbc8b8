using Twofold.Bench.Measuring;

namespace Twofold.Bench.Promises;

/// <summary>Prints whether each promise holds.</summary>
internal static class SpecVerb
{
    private const string File = "SPECIFICATION.md";

    /// <summary>The linked tests of one assembly, one per line.</summary>
    public static int ListTests(string assembly)
    {
        var names = Specification.Read(File).SelectMany(p => p.Evidence).OfType<Evidence.Test>().Select(t => t.FullName);
        foreach (var name in names.Where(n => n.StartsWith(assembly + ".", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal))
            Console.WriteLine(name);
        return 0;
    }

    /// <summary>One line per promise; 1 when one fails.</summary>
    public static int Judge(string[] args)
    {
        if (args is not ["--results", var folder, "--bench", var bench]) return 2;
        var (tests, ratios) = (TestResults.Read(folder), BenchReport.Read(bench));
        var verdicts = Specification.Read(File).Select(p => (Promise: p, Findings: p.Evidence.Select(e => Weigh(e, tests, ratios)).ToList())).ToList();
        foreach (var (promise, findings) in verdicts)
            Console.WriteLine($"{promise.Id} {(findings.TrueForAll(f => f.Holds) ? "holds" : "fails")} {Figures(findings)}{promise.Text}");
        var failed = verdicts.Count(v => !v.Findings.TrueForAll(f => f.Holds));
        Console.WriteLine($"{verdicts.Count - failed} promises hold, {failed} fail");
        return failed == 0 ? 0 : 1;
    }

    private static string Figures(List<Finding> findings) =>
        string.Concat(findings.Where(f => f.Figure.Length > 0).Select(f => f.Figure + " "));

    private static Finding Weigh(Evidence evidence, TestResults tests, BenchReport ratios) => evidence switch
    {
        Evidence.Test test => tests.Passed(test.FullName) is { } passed
            ? new Finding(passed, passed ? "" : $"[failed: {test.FullName}]")
            : new Finding(Holds: false, $"[did not run: {test.FullName}]"),
        Evidence.Ratio ratio => ratios.Ratio(ratio.Benchmark) is { } measured
            ? new Finding(measured <= ratio.AtMost, $"{measured:0.00}× (at most {ratio.AtMost:0.##}×)")
            : new Finding(Holds: false, $"[not measured: {ratio.Benchmark}]"),
        _ => throw new InvalidOperationException("evidence is a test or a ratio"),
    };

    private sealed record Finding(bool Holds, string Figure);
}
