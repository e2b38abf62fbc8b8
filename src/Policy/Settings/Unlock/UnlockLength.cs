namespace Twofold.Policies;

/// <summary>The least length of the password of a work VM.</summary>
public sealed class UnlockLength : CountSetting
{
    /// <summary>The setting.</summary>
    public static readonly UnlockLength Instance = new();

    private UnlockLength()
        : base(least: 0, most: 32, Stricter.More)
    {
    }

    /// <inheritdoc/>
    public override string Key => "unlock.length";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Unlock;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Length of the password";

    /// <inheritdoc/>
    public override string Unit => "characters";

    /// <inheritdoc/>
    public override int Default => 0;

    /// <inheritdoc/>
    public override string Explanation =>
        "The least number of characters of the password that opens the work VM; 0 asks for none. The largest number holds.";

    /// <inheritdoc/>
    public override string ExampleText => "8";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.Guest;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The guest reports the rule that it holds its password to, which the console shows as claimed.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields =>
    [
        "passwordRequirements.passwordMinimumLength", "passwordPolicies.passwordMinimumLength",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => ["passwordMinimumLength", "workProfilePasswordMinimumLength"];
}
