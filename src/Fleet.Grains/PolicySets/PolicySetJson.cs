using System.Text.Json.Serialization;

namespace Twofold.Fleet.PolicySets;

/// <summary>The JSON contracts of what is stored of policy sets and what readers see.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PolicySetState))]
[JsonSerializable(typeof(PolicySetEvent))]
[JsonSerializable(typeof(PolicySetView))]
public sealed partial class PolicySetJson : JsonSerializerContext;

/// <summary>The JSON contract of the commands of policy sets; apart, because events and commands share names.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PolicySetCommand))]
public sealed partial class PolicySetCommandJson : JsonSerializerContext;
