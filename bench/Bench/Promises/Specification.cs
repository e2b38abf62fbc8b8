using System.Globalization;
using System.Text.RegularExpressions;

namespace Twofold.Bench.Promises;

/// <summary>What makes a promise false when it fails.</summary>
internal abstract record Evidence
{
    /// <summary>A test, by its full name.</summary>
    internal sealed record Test(string FullName) : Evidence;

    /// <summary>A measured ratio that may not exceed a limit.</summary>
    internal sealed record Ratio(string Benchmark, double AtMost) : Evidence;
}

/// <summary>One row of SPECIFICATION.md. A promise may rest on several pieces of evidence; all must hold.</summary>
internal sealed record Promise(string Id, string Text, IReadOnlyList<Evidence> Evidence);

/// <summary>Reads the promises from the table rows <c>| S-001 | promise | test `name`, bench `name` ≤ 1.5 |</c>.</summary>
internal static partial class Specification
{
    /// <summary>All promises, in the order of the file.</summary>
    /// <exception cref="FormatException">A row names no evidence, or an id twice.</exception>
    public static IReadOnlyList<Promise> Read(string path)
    {
        var promises = File.ReadLines(path).Select(l => Row().Match(l)).Where(m => m.Success)
            .Select(m => new Promise(m.Groups["id"].Value, m.Groups["text"].Value, ReadEvidence(m.Groups["evidence"].Value))).ToList();
        var bad = promises.FirstOrDefault(p => p.Evidence.Count == 0)?.Id
            ?? promises.GroupBy(p => p.Id, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.Key;
        return bad is null ? promises : throw new FormatException($"promise `{bad}` names no evidence, or stands twice");
    }

    private static List<Evidence> ReadEvidence(string cell) =>
    [
        .. TestLink().Matches(cell).Select(m => new Evidence.Test(m.Groups[1].Value)),
        .. BenchLink().Matches(cell).Select(m => new Evidence.Ratio(m.Groups[1].Value, double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture))),
    ];

    [GeneratedRegex(@"^\|\s*(?<id>S-\d{3})\s*\|\s*(?<text>[^|]+?)\s*\|\s*(?<evidence>[^|]+?)\s*\|\s*$")]
    private static partial Regex Row();

    [GeneratedRegex(@"test `([^`]+)`")]
    private static partial Regex TestLink();

    [GeneratedRegex(@"bench `([^`]+)` ≤ ([0-9.]+)")]
    private static partial Regex BenchLink();
}
