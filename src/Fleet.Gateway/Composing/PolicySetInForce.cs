using Twofold.Fleet.PolicySets;

namespace Twofold.Fleet.Gateway;

/// <summary>The policy set that is in force.</summary>
internal static class PolicySetInForce
{
    public const string Kind = "policy-set";

    public static GrainRef<PolicySetCommand, PolicySetView> Grain { get; } = new(new(Kind, "organisation"));
}
