using System.Text.Json;
using System.Text.Json.Serialization;

namespace Twofold.Bench.Measuring;

/// <summary>One measured benchmark: medians of ours and of what stands beside it, and the median of the ratios pair by pair.</summary>
/// <param name="Unit">Of both medians: <c>s</c>, <c>MiB</c> or <c>B</c>.</param>
internal sealed record Measured(string Name, string Beside, string Unit, double Ours, double Theirs, double Ratio, double LowestRatio, double HighestRatio, int Pairs);

/// <summary>What a run of the benchmarks found.</summary>
internal sealed record BenchReport(IReadOnlyList<Measured> Results)
{
    /// <summary>The ratio of a benchmark, or null when it was not measured.</summary>
    public double? Ratio(string name) => Results.FirstOrDefault(r => string.Equals(r.Name, name, StringComparison.Ordinal))?.Ratio;

    /// <summary>From a file; empty when there is none.</summary>
    public static BenchReport Read(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllText(path), BenchJson.Default.BenchReport)! : new BenchReport([]);

    /// <summary>To a file.</summary>
    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, BenchJson.Default.BenchReport));
}

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(BenchReport))]
internal sealed partial class BenchJson : JsonSerializerContext;
