namespace Twofold.Policies;

/// <summary>Whether a work VM's disk has to be encrypted.</summary>
public sealed class StorageEncryption : RequirementSetting
{
    /// <summary>The setting.</summary>
    public static readonly StorageEncryption Instance = new();

    private StorageEncryption()
    {
    }

    /// <inheritdoc/>
    public override string Key => "storage.encryption";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Storage;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Disk encryption";

    /// <inheritdoc/>
    public override string Explanation =>
        "Whether the work VM's disk has to be encrypted with a key of its own that the phone can destroy.";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition reads the header and the key slots of the VM's volume.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.NextStart;

    /// <inheritdoc/>
    public override bool IsCarriedOut => true;

    /// <inheritdoc/>
    public override bool IsSaidByDefault => false;

    /// <inheritdoc/>
    public override bool FollowsPush => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => ["encryptionPolicy"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => ["storageRequireEncryption", "storageRequireDeviceEncryption"];
}
