namespace Twofold.Fleet.Operators;

/// <summary>Names operators.</summary>
public static class Operators
{
    /// <summary>The kind, for a registry.</summary>
    public static IGrainKind Kind { get; } = new GrainKind<OperatorRules, OperatorState, OperatorCommand, OperatorEvent, OperatorView>(
        OperatorJson.Default.OperatorState, OperatorCommandJson.Default.OperatorCommand, OperatorJson.Default.OperatorEvent, keyIsPerson: true);

    /// <summary>The operator with this user name; upper and lower case name the same person.</summary>
    public static GrainRef<OperatorCommand, OperatorView> Name(string name) => new(new GrainId(OperatorRules.Kind, name.ToLowerInvariant()));
}
