using System.Text.Json.Serialization;

namespace Twofold.Fleet.Governors;

/// <summary>The JSON contracts of what is stored of the governor and what readers see.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(GovernorState))]
[JsonSerializable(typeof(GovernorEvent))]
[JsonSerializable(typeof(GovernorView))]
public sealed partial class GovernorJson : JsonSerializerContext;

/// <summary>The JSON contract of the commands of the governor; apart, because events and commands share names.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(GovernorCommand))]
public sealed partial class GovernorCommandJson : JsonSerializerContext;
