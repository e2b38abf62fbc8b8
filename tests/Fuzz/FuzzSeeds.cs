using System.Text;
using Twofold.Policies;

namespace Twofold.Fuzz.Tests;

/// <summary>Sound documents for each reader, the small ones more often than the large.</summary>
internal static class FuzzSeeds
{
    private const string Small = "apiVersion: twofold/v1\nkind: Policy\nmetadata: { name: base }\nspec:\n  settings: { vm.vcpus: 2, clipboard.direction: none }\n";

    private static readonly byte[][] Intune = Resources("intune/");
    private static readonly byte[][] AndroidManagement = Resources("amapi/");
    private static readonly byte[][] Policies = [.. Written().Select(Encoding.UTF8.GetBytes), .. Imported()];

    /// <summary>All sound documents of one reader.</summary>
    public static IReadOnlyList<byte[]> Of(FuzzReader reader) => reader switch
    {
        FuzzReader.Policies => Policies,
        FuzzReader.Intune => Intune,
        _ => AndroidManagement,
    };

    /// <summary>One of them: the smaller of two drawn.</summary>
    public static byte[] Draw(FuzzReader reader, Random lot)
    {
        var all = Of(reader);
        var (one, other) = (all[lot.Next(all.Count)], all[lot.Next(all.Count)]);
        return one.Length < other.Length ? one : other;
    }

    private static IEnumerable<string> Written() =>
    [
        Small,
        """
        apiVersion: twofold/v1
        kind: Group
        metadata: { name: field }
        spec: { phones: "team in (field,sales),site=oslo,!retired" }
        ---
        apiVersion: twofold/v1
        kind: Policy
        metadata: { name: strict }
        spec: { settings: { network.mode: none } }
        ---
        apiVersion: twofold/v1
        kind: Assignment
        metadata: { name: strict-for-field }
        spec:
          policies: [strict]
          groups: [field]
          phones: { matchExpressions: [{ key: team, operator: NotIn, values: [office] }, { key: kind, operator: Exists }] }

        """,
        """
        # two documents
        apiVersion: twofold/v1
        kind: Policy
        metadata:
          name: sales
        spec:
          phones: { matchLabels: { team: sales, "region": 'north-1' } }
          slot: work
          settings:
            vm.memory: 2GiB
            network.mode: restricted # no open internet
            screen.auto-lock: 5m
            compliance.escalation: lock 3d, wipe 14d
        ---
        apiVersion: twofold/v1
        kind: Policy
        metadata: { name: leases }
        spec:
          settings:
            lease.offline-lock: 72h
            lease.offline-wipe: >-
              30d
            usb.passthrough: "blocked"
        """,
        $"---\n{Small}...\n---\n{Small.Replace("base", "other", StringComparison.Ordinal)}",
    ];

    private static IEnumerable<byte[]> Imported() => Intune.Concat(AndroidManagement)
        .Select(bytes => PolicyImport.Read(new("seed.json", bytes)).Report!.Document).OfType<string>().Select(Encoding.UTF8.GetBytes);

    private static byte[][] Resources(string prefix)
    {
        var assembly = typeof(FuzzSeeds).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read)];

        byte[] Read(string name)
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.ToArray();
        }
    }
}
