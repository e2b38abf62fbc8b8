namespace Twofold.Policies;

/// <summary>The longest time between two backups of a persona.</summary>
public sealed class PersonaBackupInterval : DurationLimitSetting
{
    /// <summary>The setting.</summary>
    public static readonly PersonaBackupInterval Instance = new();

    private PersonaBackupInterval()
        : base(least: TimeSpan.FromMinutes(15), most: TimeSpan.FromDays(365), unlimited: "never")
    {
    }

    /// <inheritdoc/>
    public override string Key => "persona.backup-interval";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Persona;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Backup interval";

    /// <inheritdoc/>
    public override string Explanation =>
        "The longest time between two backups of the persona that the work VM holds, or `never` for none. The shortest time "
        + "holds.";

    /// <inheritdoc/>
    public override string ExampleText => "1d";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The server reads the time of the newest backup whose blocks it has whole.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => [];
}
