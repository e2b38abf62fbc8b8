namespace Twofold.Policies;

/// <summary>The most space that a work VM's disk may take, in MiB.</summary>
public sealed class StorageQuota : SizeSetting
{
    /// <summary>The setting.</summary>
    public static readonly StorageQuota Instance = new();

    private StorageQuota()
        : base(leastMiB: 1024, mostMiB: 1_048_576)
    {
    }

    /// <inheritdoc/>
    public override string Key => "storage.quota";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Storage;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Disk size";

    /// <inheritdoc/>
    public override int Default => 1_048_576;

    /// <inheritdoc/>
    public override string Explanation =>
        "The most space that the work VM's disk may take on the phone, with what it wrote and its snapshots. The smallest limit "
        + "holds.";

    /// <inheritdoc/>
    public override string ExampleText => "32GiB";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.Hypervisor;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition reads the size of the VM's volume and of its snapshots back from the disk.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.NextStart;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => [];
}
