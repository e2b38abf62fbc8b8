using System.Collections.Immutable;
using Twofold.Fleet.PolicySets;
using Twofold.Policies;

namespace Twofold.EndToEnd.Tests.Seeding;

/// <summary>The policy that the seeded fleet obeys: a base for all, and something stricter for the field.</summary>
public static class SeededPolicy
{
    private const string Base = """
        apiVersion: twofold/v1
        kind: Policy
        metadata: { name: base }
        spec:
          settings:
            vm.memory: 1GiB
            vm.vcpus: 2
            network.mode: internet
            clipboard.direction: both
            usb.passthrough: blocked

        """;

    private const string Field = """
        apiVersion: twofold/v1
        kind: Policy
        metadata: { name: field }
        spec:
          phones: { matchLabels: { team: field } }
          settings:
            network.mode: restricted
            clipboard.direction: personal-to-work
            lease.offline-wipe: 21d

        """;

    /// <summary>The files, as their author wrote them.</summary>
    public static ImmutableArray<PolicyFile> Files { get; } = [new("base.yaml", Base), new("field.yaml", Field)];

    /// <summary>What they say.</summary>
    public static PolicySet Set { get; } = Read();

    /// <summary>The document of one scope of a phone.</summary>
    public static PolicyPayload Document(PhoneFacts phone, PolicyScope scope) => EffectivePolicy.Of(Set, phone, scope).ToPayload();

    private static PolicySet Read()
    {
        var result = PolicySet.Read([.. Files.Select(f => new SourceFile(f.Name, f.Text))]);
        return result.IsValid ? result.Set : throw new InvalidOperationException(string.Join('\n', result.Problems));
    }
}
