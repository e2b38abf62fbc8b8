using System.Diagnostics;
using Twofold.Bench.Measuring;
using Twofold.Bench.Running;
using Twofold.Policies;

namespace Twofold.Bench.Benchmarks;

/// <summary>
/// What holds for the work VM of one phone, merged with its reasons from 200 documents of which 50 bind it. The aim is 50 µs; what is promised
/// is the ratio, since microseconds belong to the machine.
/// </summary>
internal sealed class PolicyMerge : Benchmark
{
    private const int Documents = 200;
    private const int Rounds = 10_000;

    private readonly PolicySet _set = PolicySet.Read([WrittenPolicies.File(Documents)]).Set ?? throw new InvalidOperationException("the documents are not valid");
    private readonly Written[] _written;

    public PolicyMerge() => _written = [.. _set.Policies.Select(Written.Of)];

    public override string Name => "policy-merge";

    public override string Beside => "the same labels looked up and the same lines put into a dictionary of lists, nothing of them joined";

    public override string Unit => "µs";

    public override Task<double> OursAsync() => Measured(() => EffectivePolicy.Of(_set, WrittenPolicies.Phone, PolicyScope.Vm(SlotName.Work)).Values.Count);

    public override Task<double> TheirsAsync() => Measured(() => BareLists(WrittenPolicies.Phone.Labels).Count);

    private Dictionary<string, List<Line>> BareLists(IReadOnlyDictionary<string, string> labels)
    {
        var said = new Dictionary<string, List<Line>>(StringComparer.Ordinal);
        foreach (var written in _written)
        {
            if (!labels.TryGetValue(written.Label, out var value) || !string.Equals(value, written.Value, StringComparison.Ordinal)) continue;
            foreach (var line in written.Lines)
            {
                if (said.TryGetValue(line.Key, out var lines)) lines.Add(line);
                else said.Add(line.Key, [line]);
            }
        }

        return said;
    }

    private static Task<double> Measured(Func<int> merge)
    {
        var start = Stopwatch.GetTimestamp();
        for (var n = 0; n < Rounds; n++)
            if (merge() == 0) throw new InvalidOperationException("nothing holds for the phone");
        return Task.FromResult(Stopwatch.GetElapsedTime(start).TotalMicroseconds / Rounds);
    }

    /// <summary>What a document says, without any type of ours.</summary>
    private sealed record Written(string Label, string Value, Line[] Lines)
    {
        public static Written Of(PolicyDocument policy)
        {
            var label = policy.Phones.AsLabels!.First();
            var lines = policy.Statements.Where(s => s.Setting.Scope == SettingScope.Vm).Select(s => new Line(s.Setting.Key, s.Text, policy.Name));
            return new Written(label.Key, label.Value, [.. lines]);
        }
    }

    private sealed record Line(string Key, string Text, string Policy);
}
