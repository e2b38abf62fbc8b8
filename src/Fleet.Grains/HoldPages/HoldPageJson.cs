using System.Text.Json.Serialization;

namespace Twofold.Fleet.HoldPages;

/// <summary>The JSON contracts of what is stored of pages of holds and what readers see.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(HoldPageState))]
[JsonSerializable(typeof(HoldPageEvent))]
[JsonSerializable(typeof(HoldPageView))]
public sealed partial class HoldPageJson : JsonSerializerContext;

/// <summary>The JSON contract of the commands of those pages; apart, because events and commands share names.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(HoldPageCommand))]
public sealed partial class HoldPageCommandJson : JsonSerializerContext;
