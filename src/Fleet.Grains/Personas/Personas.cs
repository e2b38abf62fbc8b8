using System.Security.Cryptography;
using System.Text;

namespace Twofold.Fleet.Personas;

/// <summary>Names personas.</summary>
public static class Personas
{
    /// <summary>The kind, for a registry.</summary>
    public static IGrainKind Kind { get; } = new GrainKind<PersonaRules, PersonaState, PersonaCommand, PersonaEvent, PersonaView>(
        PersonaJson.Default.PersonaState, PersonaCommandJson.Default.PersonaCommand, PersonaJson.Default.PersonaEvent);

    /// <summary>
    /// The key of the persona whose first home is this work VM. It says nothing about the phone, because a persona is not tied to one.
    /// </summary>
    public static string KeyOf(string phone, string slot) =>
        $"persona-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{phone}:{slot}")))[..20]}";

    /// <summary>The persona whose first home is this work VM.</summary>
    public static GrainRef<PersonaCommand, PersonaView> Of(string phone, string slot) => Id(KeyOf(phone, slot));

    /// <summary>The persona with this key.</summary>
    public static GrainRef<PersonaCommand, PersonaView> Id(string key) => new(new GrainId(PersonaRules.Kind, key));
}
