namespace Twofold.Policies;

/// <summary>The least version of the control partition with which a work VM opens.</summary>
public sealed class IntegrityControlPartition : VersionSetting
{
    /// <summary>The setting.</summary>
    public static readonly IntegrityControlPartition Instance = new();

    private IntegrityControlPartition()
    {
    }

    /// <inheritdoc/>
    public override string Key => "integrity.control-partition";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Integrity;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Control partition version";

    /// <inheritdoc/>
    public override string Explanation =>
        "The least version of the phone's control partition with which the work VM opens, of three numbers such as `1.4.0`; "
        + "`0.0.0` asks for none. The highest version holds.";

    /// <inheritdoc/>
    public override string ExampleText => "1.4.0";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition names its version in its hello; attestation proves it.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.NextStart;

    /// <inheritdoc/>
    public override bool IsCarriedOut => true;

    /// <inheritdoc/>
    public override bool IsSaidByDefault => false;

    /// <inheritdoc/>
    public override bool FollowsPush => false;

    /// <inheritdoc/>
    public override bool EndangersData => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => [];
}
