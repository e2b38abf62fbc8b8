namespace Twofold.Policies;

/// <summary>Whether a finger or a face may open a work VM.</summary>
public sealed class UnlockBiometrics : AccessSetting
{
    /// <summary>The setting.</summary>
    public static readonly UnlockBiometrics Instance = new();

    private UnlockBiometrics()
    {
    }

    /// <inheritdoc/>
    public override string Key => "unlock.biometrics";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Unlock;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Biometric unlock";

    /// <inheritdoc/>
    public override string Explanation =>
        "Whether a finger or a face may open the work VM in place of its password.";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.Guest;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The guest reports which ways to unlock are on, which the console shows as claimed.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => ["keyguardDisabledFeatures"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields =>
    [
        "passwordBlockKeyguardFeatures", "passwordBlockFingerprintUnlock", "passwordBlockFaceUnlock", "passwordBlockIrisUnlock",
        "workProfilePasswordBlockFingerprintUnlock", "workProfilePasswordBlockFaceUnlock", "workProfilePasswordBlockIrisUnlock",
    ];
}
