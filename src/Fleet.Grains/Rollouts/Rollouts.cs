namespace Twofold.Fleet.Rollouts;

/// <summary>Names rollouts.</summary>
public static class Rollouts
{
    /// <summary>The kind, for a registry.</summary>
    public static IGrainKind Kind { get; } = new GrainKind<RolloutRules, RolloutState, RolloutCommand, RolloutEvent, RolloutView>(
        RolloutJson.Default.RolloutState, RolloutCommandJson.Default.RolloutCommand, RolloutJson.Default.RolloutEvent);

    /// <summary>The rollout that this proposal asked for.</summary>
    public static GrainRef<RolloutCommand, RolloutView> Id(string proposalId) => new(new GrainId(RolloutRules.Kind, proposalId));
}
