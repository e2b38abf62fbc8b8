namespace Twofold.Fleet.Erasures;

/// <summary>Names erasures.</summary>
public static class Erasures
{
    /// <summary>The kind, for a registry.</summary>
    public static IGrainKind Kind { get; } = new GrainKind<ErasureRules, ErasureState, ErasureCommand, ErasureEvent, ErasureView>(
        ErasureJson.Default.ErasureState, ErasureCommandJson.Default.ErasureCommand, ErasureJson.Default.ErasureEvent);

    /// <summary>The erasure of the person with this id.</summary>
    public static GrainRef<ErasureCommand, ErasureView> Id(string person) => new(new GrainId(ErasureRules.Kind, person));
}
