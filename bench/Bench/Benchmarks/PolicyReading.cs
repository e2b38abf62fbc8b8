using System.Diagnostics;
using Twofold.Bench.Measuring;
using Twofold.Bench.Running;
using Twofold.Policies;
using YamlDotNet.Core;

namespace Twofold.Bench.Benchmarks;

/// <summary>A thousand policy documents are read and validated as one set.</summary>
internal sealed class PolicyReading : Benchmark
{
    private const int Documents = 1_000;
    private const int Rounds = 20;

    private readonly SourceFile _file = WrittenPolicies.File(Documents);

    public override string Name => "policy-reading";

    public override string Beside => "YamlDotNet's parser over the same text, its events thrown away";

    public override Task<double> OursAsync() => Measured(() =>
    {
        var read = PolicySet.Read([_file]);
        if (read.Set?.Policies.Count != Documents) throw new InvalidOperationException(string.Join('\n', read.Problems.Take(3)));
    });

    public override Task<double> TheirsAsync() => Measured(() =>
    {
        var parser = new Parser(new StringReader(_file.Text));
        while (parser.MoveNext())
        {
        }
    });

    private static Task<double> Measured(Action read)
    {
        var start = Stopwatch.GetTimestamp();
        for (var n = 0; n < Rounds; n++) read();
        return Task.FromResult(Stopwatch.GetElapsedTime(start).TotalSeconds / Rounds);
    }
}
