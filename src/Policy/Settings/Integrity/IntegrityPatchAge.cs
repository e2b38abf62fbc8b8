namespace Twofold.Policies;

/// <summary>How old the security patches of a work VM may be.</summary>
public sealed class IntegrityPatchAge : DurationLimitSetting
{
    /// <summary>The setting.</summary>
    public static readonly IntegrityPatchAge Instance = new();

    private IntegrityPatchAge()
        : base(least: TimeSpan.FromDays(1), most: TimeSpan.FromDays(3650), unlimited: "any")
    {
    }

    /// <inheritdoc/>
    public override string Key => "integrity.patch-age";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Integrity;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Age of security patches";

    /// <inheritdoc/>
    public override string Explanation =>
        "How old the security patches of the work VM's image may be before it is out of compliance, or `any`. The shortest time "
        + "holds.";

    /// <inheritdoc/>
    public override string ExampleText => "90d";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition reads the date of the image that the VM started from.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.NextStart;

    /// <inheritdoc/>
    public override bool EndangersData => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => ["minAndroidSecurityPatchLevel"];
}
