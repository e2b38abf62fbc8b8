namespace Twofold.Fleet.Backups;

/// <summary>Names the installation's backups.</summary>
public static class Backups
{
    /// <summary>The kind, for a registry.</summary>
    public static IGrainKind Kind { get; } = new GrainKind<BackupRules, BackupState, BackupCommand, BackupEvent, BackupsView>(
        BackupJson.Default.BackupState, BackupCommandJson.Default.BackupCommand, BackupJson.Default.BackupEvent);

    /// <summary>The one grain there is.</summary>
    public static GrainRef<BackupCommand, BackupsView> Organisation { get; } = new(new GrainId(BackupRules.Kind, "organisation"));
}
