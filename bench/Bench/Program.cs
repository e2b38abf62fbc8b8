using Twofold.Bench.Measuring;
using Twofold.Bench.Promises;

namespace Twofold.Bench;

/// <summary>Measures ours beside a floor or a peer, and holds the specification against tests and measurements.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args) => args switch
    {
        ["bench", .. var rest] => await BenchVerb.RunAsync(rest),
        ["spec-tests", var assembly] => SpecVerb.ListTests(assembly),
        ["spec", .. var rest] => SpecVerb.Judge(rest),
        _ => Usage(),
    };

    private static int Usage()
    {
        Console.Error.WriteLine("twofold-bench bench [--json FILE] [--all | NAME...] | spec-tests ASSEMBLY | spec --results FOLDER --bench FILE");
        return 2;
    }
}
