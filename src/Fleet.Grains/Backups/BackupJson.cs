using System.Text.Json.Serialization;

namespace Twofold.Fleet.Backups;

/// <summary>The JSON contracts of what is stored of backups and what readers see.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BackupState))]
[JsonSerializable(typeof(BackupEvent))]
[JsonSerializable(typeof(BackupsView))]
public sealed partial class BackupJson : JsonSerializerContext;

/// <summary>The JSON contract of the commands of backups; apart, because events and commands share names.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BackupCommand))]
public sealed partial class BackupCommandJson : JsonSerializerContext;
