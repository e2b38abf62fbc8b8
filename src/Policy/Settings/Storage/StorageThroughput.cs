namespace Twofold.Policies;

/// <summary>How much a work VM may read and write, in MiB per second.</summary>
public sealed class StorageThroughput : CountSetting
{
    /// <summary>The setting.</summary>
    public static readonly StorageThroughput Instance = new();

    private StorageThroughput()
        : base(least: 1, most: 10_000)
    {
    }

    /// <inheritdoc/>
    public override string Key => "storage.throughput";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Storage;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Disk throughput";

    /// <inheritdoc/>
    public override string Unit => "MiB per second";

    /// <inheritdoc/>
    public override int Default => 10_000;

    /// <inheritdoc/>
    public override string Explanation =>
        "How much the work VM may read and write per second, so that it cannot slow the personal VM down. The smallest limit "
        + "holds.";

    /// <inheritdoc/>
    public override string ExampleText => "100";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.Hypervisor;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition reads the throttle of the VM's disk back from the hypervisor.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override bool IsCarriedOut => true;

    /// <inheritdoc/>
    public override bool IsSaidByDefault => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => [];
}
