using System.Text.Json.Serialization;

namespace Twofold.Fleet.Groups;

/// <summary>The JSON contracts of what is stored of groups and what readers see.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(GroupState))]
[JsonSerializable(typeof(GroupEvent))]
[JsonSerializable(typeof(GroupView))]
public sealed partial class GroupJson : JsonSerializerContext;

/// <summary>The JSON contract of the commands of groups; apart, because events and commands share names.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(GroupCommand))]
public sealed partial class GroupCommandJson : JsonSerializerContext;
