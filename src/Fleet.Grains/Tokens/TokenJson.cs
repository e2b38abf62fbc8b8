using System.Text.Json.Serialization;

namespace Twofold.Fleet.Tokens;

/// <summary>The JSON contracts of what is stored of service tokens and what readers see.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TokenState))]
[JsonSerializable(typeof(TokenEvent))]
[JsonSerializable(typeof(TokenView))]
public sealed partial class TokenJson : JsonSerializerContext;

/// <summary>The JSON contract of the commands of service tokens; apart, because events and commands share names.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TokenCommand))]
public sealed partial class TokenCommandJson : JsonSerializerContext;
