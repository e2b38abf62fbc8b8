using System.Text.Json.Serialization;

namespace Twofold.Fleet.Phones;

/// <summary>The JSON contracts of what is stored of phones and what readers see.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PhoneState))]
[JsonSerializable(typeof(PhoneEvent))]
[JsonSerializable(typeof(PhoneView))]
public sealed partial class PhoneJson : JsonSerializerContext;

/// <summary>The JSON contract of the commands of phones; apart, because events and commands share names.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PhoneCommand))]
public sealed partial class PhoneCommandJson : JsonSerializerContext;
