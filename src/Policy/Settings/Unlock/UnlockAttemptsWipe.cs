namespace Twofold.Policies;

/// <summary>After how many wrong passwords a work VM is wiped.</summary>
public sealed class UnlockAttemptsWipe : CountLimitSetting
{
    /// <summary>The setting.</summary>
    public static readonly UnlockAttemptsWipe Instance = new();

    private UnlockAttemptsWipe()
        : base(least: 3, most: 100, unlimited: "unlimited")
    {
    }

    /// <inheritdoc/>
    public override string Key => "unlock.attempts-wipe";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Unlock;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Attempts before a wipe";

    /// <inheritdoc/>
    public override string Unit => "attempts";

    /// <inheritdoc/>
    public override string Explanation =>
        "After how many wrong passwords in a row the work VM's key is destroyed, after which its data cannot be read again, or "
        + "`unlimited`. The smallest number holds.";

    /// <inheritdoc/>
    public override string ExampleText => "10";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition counts the wrong attempts itself and reads its own limit back.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override bool EndangersData => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields =>
    [
        "passwordRequirements.maximumFailedPasswordsForWipe", "passwordPolicies.maximumFailedPasswordsForWipe",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields =>
    [
        "passwordSignInFailureCountBeforeFactoryReset", "workProfilePasswordSignInFailureCountBeforeFactoryReset",
    ];
}
