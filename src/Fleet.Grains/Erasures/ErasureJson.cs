using System.Text.Json.Serialization;

namespace Twofold.Fleet.Erasures;

/// <summary>The JSON contracts of what is stored of erasures and what readers see.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ErasureState))]
[JsonSerializable(typeof(ErasureEvent))]
[JsonSerializable(typeof(ErasureView))]
public sealed partial class ErasureJson : JsonSerializerContext;

/// <summary>The JSON contract of the commands of erasures; apart, because events and commands share names.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ErasureCommand))]
public sealed partial class ErasureCommandJson : JsonSerializerContext;
