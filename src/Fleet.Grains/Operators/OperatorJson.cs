using System.Text.Json.Serialization;

namespace Twofold.Fleet.Operators;

/// <summary>The JSON contracts of what is stored of operators and what readers see.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(OperatorState))]
[JsonSerializable(typeof(OperatorEvent))]
[JsonSerializable(typeof(OperatorView))]
public sealed partial class OperatorJson : JsonSerializerContext;

/// <summary>The JSON contract of the commands of operators; apart, because events and commands share names.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(OperatorCommand))]
public sealed partial class OperatorCommandJson : JsonSerializerContext;
