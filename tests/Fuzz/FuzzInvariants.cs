using Twofold.Policies;
using Twofold.Policies.Tests.Importing;

namespace Twofold.Fuzz.Tests;

/// <summary>What holds of every answer that is a value.</summary>
internal static class FuzzInvariants
{
    public static IEnumerable<string> OfPolicies(byte[] bytes, PolicySetResult result)
    {
        if (result.Set is not { } set) return [];
        var again = PolicySet.FromJson(set.ToJson());
        return again.Set?.Digest == set.Digest ? [] : ["the set does not read back from its own json"];
    }

    public static IEnumerable<string> OfImport(byte[] bytes, ImportResult result)
    {
        if (result.Report is not { } report) yield break;
        if (!report.Lines.Select(l => l.Path).SequenceEqual(LeafPaths.Of(WithoutMark(bytes)), StringComparer.Ordinal)) yield return "the report does not have every key once";
        if (report.Lines.Any(l => (l.Outcome == ImportOutcome.Mapped) != (l.Says.Count > 0) || (l.Says.Count == 0 && l.Why.Length == 0))) yield return "a key does not say what became of it";
        if (report.Document is null) yield break;
        var set = PolicySet.Read([new SourceFile("imported.yaml", report.Document)]);
        if (!set.IsValid) yield return $"the policy that came out is none: {set.Problems[0]}";
        else if (!SettingValues.Of(set.Set.Policies[0].Statements).Equals(report.Values)) yield return "the policy does not say what the report says";
    }

    private static ReadOnlyMemory<byte> WithoutMark(byte[] bytes) => bytes.AsSpan().StartsWith((byte[])[0xEF, 0xBB, 0xBF]) ? bytes.AsMemory(3) : bytes;
}
