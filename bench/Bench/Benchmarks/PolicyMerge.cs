using System.Diagnostics;
using Twofold.Bench.Measuring;
using Twofold.Bench.Running;
using Twofold.Policies;

namespace Twofold.Bench.Benchmarks;

/// <summary>What holds for the work VM of one phone, merged with its reasons from 200 documents of which 50 bind it.</summary>
internal sealed class PolicyMerge : Benchmark
{
    private const int Documents = 200;
    private const int Rounds = 2_000;

    private readonly PolicySet _set = PolicySet.Read([WrittenPolicies.File(Documents)]).Set ?? throw new InvalidOperationException("the documents are not valid");

    public override string Name => "policy-merge";

    public override string Beside => "50 µs";

    public override string Unit => "µs";

    public override Task<double> OursAsync()
    {
        var start = Stopwatch.GetTimestamp();
        for (var n = 0; n < Rounds; n++) EffectivePolicy.Of(_set, WrittenPolicies.Phone, PolicyScope.Vm(SlotName.Work));
        return Task.FromResult(Stopwatch.GetElapsedTime(start).TotalMicroseconds / Rounds);
    }

    public override Task<double> TheirsAsync() => Task.FromResult(50.0);
}
