namespace Twofold.Policies;

/// <summary>How many snapshots of a work VM are kept.</summary>
public sealed class StorageSnapshots : CountSetting
{
    /// <summary>The setting.</summary>
    public static readonly StorageSnapshots Instance = new();

    private StorageSnapshots()
        : base(least: 0, most: 100)
    {
    }

    /// <inheritdoc/>
    public override string Key => "storage.snapshots";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Storage;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Snapshots kept";

    /// <inheritdoc/>
    public override string Unit => "snapshots";

    /// <inheritdoc/>
    public override int Default => 100;

    /// <inheritdoc/>
    public override string Explanation =>
        "How many snapshots of the work VM the phone keeps. Beyond that number the oldest goes, and with it what only it held. "
        + "The smallest number holds.";

    /// <inheritdoc/>
    public override string ExampleText => "10";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition counts the snapshots of the VM's volume.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override bool EndangersData => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => [];
}
