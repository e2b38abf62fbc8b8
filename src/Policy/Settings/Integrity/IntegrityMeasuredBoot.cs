namespace Twofold.Policies;

/// <summary>Whether a phone has to prove what it started.</summary>
public sealed class IntegrityMeasuredBoot : RequirementSetting
{
    /// <summary>The setting.</summary>
    public static readonly IntegrityMeasuredBoot Instance = new();

    private IntegrityMeasuredBoot()
    {
    }

    /// <inheritdoc/>
    public override string Key => "integrity.measured-boot";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Integrity;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Measured boot";

    /// <inheritdoc/>
    public override string Explanation =>
        "Whether the phone has to prove with its TPM what it started before the work VM opens.";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The server checks the quote of the phone's TPM against the event log that comes with it.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.NextStart;

    /// <inheritdoc/>
    public override bool EndangersData => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields =>
    [
        "securityRequireSafetyNetAttestationBasicIntegrity", "securityRequireSafetyNetAttestationCertifiedDevice",
        "securityRequiredAndroidSafetyNetEvaluationType",
    ];
}
