namespace Twofold.Policies;

/// <summary>How long a VM's screen may stand idle before it locks.</summary>
public sealed class ScreenAutoLock : DurationSetting
{
    /// <summary>The setting.</summary>
    public static readonly ScreenAutoLock Instance = new();

    private ScreenAutoLock()
        : base(least: TimeSpan.FromSeconds(15), most: TimeSpan.FromHours(1))
    {
    }

    /// <inheritdoc/>
    public override string Key => "screen.auto-lock";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Screen;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Auto-lock";

    /// <inheritdoc/>
    public override TimeSpan Default => TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public override string Explanation =>
        "How long the work VM's screen may stand idle before it locks. The guest carries this out and reports it, "
        + "so the console shows it as claimed.";

    /// <inheritdoc/>
    public override string ExampleText => "2m";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.Guest;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The guest reports the time that it waits, which the console shows as claimed.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override bool IsCarriedOut => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => ["maximumTimeToLock"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields =>
    [
        "passwordMinutesOfInactivityBeforeLock", "passwordMinutesOfInactivityBeforeScreenTimeout",
        "workProfilePasswordMinutesOfInactivityBeforeScreenTimeout",
    ];
}
