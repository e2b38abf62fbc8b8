namespace Twofold.Fleet.Governors;

/// <summary>Names the governor.</summary>
public static class Governors
{
    /// <summary>The kind, for a registry.</summary>
    public static IGrainKind Kind { get; } = new GrainKind<GovernorRules, GovernorState, GovernorCommand, GovernorEvent, GovernorView>(
        GovernorJson.Default.GovernorState, GovernorCommandJson.Default.GovernorCommand, GovernorJson.Default.GovernorEvent,
        GovernorKeeping.Of);

    /// <summary>The one governor.</summary>
    public static GrainRef<GovernorCommand, GovernorView> Organisation { get; } = new(new GrainId(GovernorRules.Kind, "organisation"));
}
