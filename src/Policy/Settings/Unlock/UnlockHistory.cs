namespace Twofold.Policies;

/// <summary>How many former passwords must not be used again.</summary>
public sealed class UnlockHistory : CountSetting
{
    /// <summary>The setting.</summary>
    public static readonly UnlockHistory Instance = new();

    private UnlockHistory()
        : base(least: 0, most: 50, Stricter.More)
    {
    }

    /// <inheritdoc/>
    public override string Key => "unlock.history";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Unlock;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Passwords remembered";

    /// <inheritdoc/>
    public override string Unit => "passwords";

    /// <inheritdoc/>
    public override int Default => 0;

    /// <inheritdoc/>
    public override string Explanation =>
        "How many former passwords of the work VM must not be used again. The largest number holds.";

    /// <inheritdoc/>
    public override string ExampleText => "5";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.Guest;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The guest reports how many it compares with, which the console shows as claimed.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields =>
    [
        "passwordRequirements.passwordHistoryLength", "passwordPolicies.passwordHistoryLength",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields =>
    [
        "passwordPreviousPasswordCountToBlock", "passwordPreviousPasswordBlockCount", "workProfilePasswordPreviousPasswordCountToBlock",
        "workProfilePasswordPreviousPasswordBlockCount",
    ];
}
