using System.Text.Json.Serialization;

namespace Twofold.Fleet.Personas;

/// <summary>The JSON contracts of what is stored of personas and what readers see.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PersonaState))]
[JsonSerializable(typeof(PersonaEvent))]
[JsonSerializable(typeof(PersonaView))]
public sealed partial class PersonaJson : JsonSerializerContext;

/// <summary>The JSON contract of the commands of personas; apart, because events and commands share names.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PersonaCommand))]
public sealed partial class PersonaCommandJson : JsonSerializerContext;
