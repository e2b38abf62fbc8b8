using System.Text.Json.Serialization;

namespace Twofold.Fleet.Rollouts;

/// <summary>The JSON contracts of what is stored of rollouts and what readers see.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RolloutState))]
[JsonSerializable(typeof(RolloutEvent))]
[JsonSerializable(typeof(RolloutView))]
public sealed partial class RolloutJson : JsonSerializerContext;

/// <summary>The JSON contract of the commands of rollouts; apart, because events and commands share names.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RolloutCommand))]
public sealed partial class RolloutCommandJson : JsonSerializerContext;
