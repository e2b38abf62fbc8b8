using System.Text;
using Twofold.Policies;

namespace Twofold.Bench.Running;

/// <summary>
/// Two hundred policy documents by site, team and ring, and the same with less memory for half of the sites, fewer networks for two rings and
/// another clipboard for a quarter of the others.
/// </summary>
internal static class JudgedPolicies
{
    /// <summary>Sites, and as many teams.</summary>
    public const int Sites = 40;

    /// <summary>Rings.</summary>
    public const int Rings = 4;

    private const int Documents = 200;

    /// <summary>What is in force.</summary>
    public static PolicySet Now { get; } = Read(isNext: false);

    /// <summary>What is thought of.</summary>
    public static PolicySet Next { get; } = Read(isNext: true);

    private static PolicySet Read(bool isNext)
    {
        var text = string.Join("---\n", All(isNext).Select((d, n) => Document(n, d.Labels, d.Settings)));
        var read = PolicySet.Read([new SourceFile("policies.yaml", text)]);
        return read.Set ?? throw new InvalidOperationException($"the documents are not valid: {read.Problems[0]}");
    }

    private static IEnumerable<(string Labels, string[] Settings)> All(bool isNext)
    {
        for (var n = 0; n < Sites; n++) yield return ($"site: s{n:D2}", [$"vm.memory: {(isNext && n % 2 == 0 ? 448 : 512) + (n * 16)}MiB"]);
        for (var n = 0; n < Sites; n++) yield return ($"team: t{n:D2}", [$"lease.offline-wipe: {10 + (n / 2)}d"]);
        for (var n = 0; n < Rings; n++) yield return ($"ring: r{n}", [$"network.mode: {(n == 0 || (isNext && n == 1) ? "none" : isNext && n == 2 ? "restricted" : n == 1 ? "restricted" : "internet")}"]);
        for (var n = 0; n < Documents - (2 * Sites) - Rings; n++)
            yield return ($"site: s{n % Sites:D2}, team: t{n * 7 % Sites:D2}", [$"clipboard.direction: {(isNext && n % 4 == 0 ? "none" : "both")}", "usb.passthrough: allowed"]);
    }

    private static string Document(int number, string labels, string[] settings) => new StringBuilder()
        .Append($"apiVersion: twofold/v1\nkind: Policy\nmetadata:\n  name: policy-{number}\nspec:\n  phones: {{ matchLabels: {{ {labels} }} }}\n  settings:\n")
        .AppendJoin('\n', settings.Select(s => $"    {s}")).Append('\n').ToString();
}
