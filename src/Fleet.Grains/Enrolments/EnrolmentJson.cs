using System.Text.Json.Serialization;

namespace Twofold.Fleet.Enrolments;

/// <summary>The JSON contracts of what is stored of enrolments and what readers see.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(EnrolmentState))]
[JsonSerializable(typeof(EnrolmentEvent))]
[JsonSerializable(typeof(EnrolmentView))]
public sealed partial class EnrolmentJson : JsonSerializerContext;

/// <summary>The JSON contract of the commands of enrolments; apart, because events and commands share names.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(EnrolmentCommand))]
public sealed partial class EnrolmentCommandJson : JsonSerializerContext;
