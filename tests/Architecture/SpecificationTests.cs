using System.Text.RegularExpressions;

namespace Twofold.Architecture.Tests;

/// <summary>A promise that nothing can break is an advertisement: what SPECIFICATION.md links to must be there.</summary>
public sealed partial class SpecificationTests
{
    private static readonly string[] Rows =
        [.. File.ReadLines(Path.Combine(Repository.Root, "SPECIFICATION.md")).Where(l => l.StartsWith("| S-", StringComparison.Ordinal))];

    private static readonly string[] Tests = [.. Repository.Sources("tests", ".cs").Select(s => s.Text)];

    [Fact]
    public void A_promise_stands_once_and_names_what_holds_it()
    {
        Assert.Distinct(Rows.Select(r => r[2..7]));
        Assert.All(Rows, row => Assert.True(Test().IsMatch(row) || Bench().IsMatch(row), row));
    }

    [Fact]
    public void Every_test_that_a_promise_names_is_there()
    {
        var gone = Rows.SelectMany(r => Test().Matches(r)).Where(link => !IsThere(link)).Select(link => link.Value).ToList();
        Assert.True(gone.Count == 0, string.Join("\n", gone));
    }

    [Fact]
    public void Every_benchmark_that_a_promise_names_is_there()
    {
        var known = Repository.Sources("bench", ".cs").SelectMany(s => BenchName().Matches(s.Text)).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        Assert.All(Rows.SelectMany(r => Bench().Matches(r)), link => Assert.Contains(link.Groups[1].Value, known));
    }

    // A conformance test stands in a class of its own, which the class that is named inherits.
    private static bool IsThere(Match link)
    {
        var (space, type, method) = (link.Groups["space"].Value, link.Groups["type"].Value, link.Groups["method"].Value);
        return Tests.Any(t => t.Contains($"namespace {space};", StringComparison.Ordinal) && Regex.IsMatch(t, $@"class {type}\b"))
            && Tests.Any(t => t.Contains($" {method}(", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"test `(?<space>[\w.]+)\.(?<type>\w+)\.(?<method>\w+)`")]
    private static partial Regex Test();

    [GeneratedRegex("bench `([^`]+)` ≤ [0-9.]+")]
    private static partial Regex Bench();

    [GeneratedRegex(@"(?<=override string Name => [^;\n]*)""([\w-]+)""")]
    private static partial Regex BenchName();
}
