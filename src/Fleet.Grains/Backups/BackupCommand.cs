using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Twofold.Fleet.Backups;

/// <summary>What can be asked about the installation's backups. There is one such grain; the bytes themselves are no matter of its.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Ask), "ask")]
[JsonDerivedType(typeof(Finish), "finish")]
[JsonDerivedType(typeof(Fail), "fail")]
public abstract record BackupCommand
{
    private BackupCommand()
    {
    }

    /// <summary>Make a backup. One is made at a time: <c>backup/running</c>.</summary>
    /// <param name="Id">Chosen by the caller, 1 to 64 letters, digits and hyphens (<c>backup/bad-id</c>); the same again changes nothing.</param>
    public sealed record Ask(string Id) : BackupCommand;

    /// <summary>It stands, whole, under this name in the folder for backups.</summary>
    /// <param name="Bytes">Of the sealed archive.</param>
    public sealed record Finish(string Id, string File, long Bytes) : BackupCommand;

    /// <summary>It was not made; nothing of it is left.</summary>
    /// <param name="Code">Why.</param>
    public sealed record Fail(string Id, string Code) : BackupCommand;
}

/// <summary>Where a backup stands.</summary>
public enum BackupStatus
{
    /// <summary>It is being made.</summary>
    Running,

    /// <summary>It stands.</summary>
    Made,

    /// <summary>It was not made.</summary>
    Failed,
}

/// <summary>A backup that somebody asked for.</summary>
/// <param name="EndedAt">When it was made or failed, or null.</param>
/// <param name="File">Its name in the folder for backups, or null.</param>
/// <param name="Bytes">Of the sealed archive, or null.</param>
/// <param name="Code">Why it failed, or null.</param>
public sealed record Backup(string Id, string AskedBy, DateTimeOffset AskedAt, DateTimeOffset? EndedAt = null, string? File = null, long? Bytes = null, string? Code = null)
{
    /// <summary>Where it stands.</summary>
    [JsonIgnore]
    public BackupStatus Status => EndedAt is null ? BackupStatus.Running : Code is null ? BackupStatus.Made : BackupStatus.Failed;
}

/// <summary>The backups as readers see them.</summary>
/// <param name="Recent">The newest first, at most <see cref="BackupState.MaxKept"/>.</param>
public sealed record BackupsView(ImmutableArray<Backup> Recent);
