namespace Twofold.Fleet.Phones;

/// <summary>Names phones.</summary>
public static class Phones
{
    /// <summary>The kind, for a registry.</summary>
    public static IGrainKind Kind { get; } = new GrainKind<PhoneRules, PhoneState, PhoneCommand, PhoneEvent, PhoneView>(
        PhoneJson.Default.PhoneState, PhoneCommandJson.Default.PhoneCommand, PhoneJson.Default.PhoneEvent, PhoneKeeping.Of);

    /// <summary>The phone with this id.</summary>
    public static GrainRef<PhoneCommand, PhoneView> Id(string phoneId) => new(new GrainId(PhoneRules.Kind, phoneId));
}
