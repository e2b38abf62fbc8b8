namespace Twofold.Fleet.PolicySets;

/// <summary>Names the policy set.</summary>
public static class PolicySets
{
    /// <summary>The kind, for a registry.</summary>
    public static IGrainKind Kind { get; } = new GrainKind<PolicySetRules, PolicySetState, PolicySetCommand, PolicySetEvent, PolicySetView>(
        PolicySetJson.Default.PolicySetState, PolicySetCommandJson.Default.PolicySetCommand, PolicySetJson.Default.PolicySetEvent,
        new Keeping<PolicySetState> { Shapes = new Shapes(FormerHolds.Placed) });

    /// <summary>The one policy set.</summary>
    public static GrainRef<PolicySetCommand, PolicySetView> Organisation { get; } = new(new GrainId(PolicySetRules.Kind, "organisation"));
}
