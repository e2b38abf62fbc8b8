namespace Twofold.Policies;

/// <summary>After what time the password of a work VM has to be changed.</summary>
public sealed class UnlockExpiry : DurationLimitSetting
{
    /// <summary>The setting.</summary>
    public static readonly UnlockExpiry Instance = new();

    private UnlockExpiry()
        : base(least: TimeSpan.FromDays(1), most: TimeSpan.FromDays(3650), unlimited: "never")
    {
    }

    /// <inheritdoc/>
    public override string Key => "unlock.expiry";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Unlock;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Age of the password";

    /// <inheritdoc/>
    public override string Explanation =>
        "After what time the password of the work VM has to be changed, or `never`. The shortest time holds.";

    /// <inheritdoc/>
    public override string ExampleText => "90d";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.Guest;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The guest reports when its password was changed, which the console shows as claimed.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields =>
    [
        "passwordRequirements.passwordExpirationTimeout", "passwordPolicies.passwordExpirationTimeout",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => ["passwordExpirationDays", "workProfilePasswordExpirationDays"];
}
