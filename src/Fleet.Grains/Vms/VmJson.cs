using System.Text.Json.Serialization;

namespace Twofold.Fleet.Vms;

/// <summary>The JSON contracts of what is stored of VMs and what readers see.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(VmState))]
[JsonSerializable(typeof(VmEvent))]
[JsonSerializable(typeof(VmView))]
public sealed partial class VmJson : JsonSerializerContext;

/// <summary>The JSON contract of the commands of VMs; apart, because events and commands share names.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(VmCommand))]
public sealed partial class VmCommandJson : JsonSerializerContext;
