namespace Twofold.Policies;

/// <summary>After how many wrong passwords a work VM locks.</summary>
public sealed class UnlockAttemptsLock : CountLimitSetting
{
    /// <summary>The setting.</summary>
    public static readonly UnlockAttemptsLock Instance = new();

    private UnlockAttemptsLock()
        : base(least: 1, most: 100, unlimited: "unlimited")
    {
    }

    /// <inheritdoc/>
    public override string Key => "unlock.attempts-lock";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Unlock;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Attempts before a lock";

    /// <inheritdoc/>
    public override string Unit => "attempts";

    /// <inheritdoc/>
    public override string Explanation =>
        "After how many wrong passwords in a row the work VM locks until the organisation opens it, or `unlimited`. The "
        + "smallest number holds.";

    /// <inheritdoc/>
    public override string ExampleText => "5";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition counts the wrong attempts itself and reads its own limit back.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => [];
}
