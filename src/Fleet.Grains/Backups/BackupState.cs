using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Twofold.Fleet.Backups;

/// <summary>What has happened to backups.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Asked), "asked")]
[JsonDerivedType(typeof(Made), "made")]
[JsonDerivedType(typeof(Failed), "failed")]
public abstract record BackupEvent
{
    private BackupEvent()
    {
    }

    /// <summary>Somebody asked for one.</summary>
    public sealed record Asked(string Id, [property: PersonName] string By, DateTimeOffset At) : BackupEvent;

    /// <summary>It stands.</summary>
    public sealed record Made(string Id, string File, long Bytes, DateTimeOffset At) : BackupEvent;

    /// <summary>It was not made.</summary>
    public sealed record Failed(string Id, string Code, DateTimeOffset At) : BackupEvent;
}

/// <summary>The backups, folded from their events.</summary>
public sealed record BackupState
{
    /// <summary>How many are kept; the oldest is forgotten first, here and not on the disk.</summary>
    public const int MaxKept = 32;

    /// <summary>Nobody asked for any.</summary>
    public static BackupState Initial { get; } = new();

    /// <summary>The newest first; at most <see cref="MaxKept"/>.</summary>
    public ImmutableArray<Backup> Recent { get; init; } = [];

    /// <summary>The one that is being made, or null.</summary>
    internal Backup? Running => Recent is [{ Status: BackupStatus.Running } now, ..] ? now : null;
}
