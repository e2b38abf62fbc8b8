namespace Twofold.Policies;

/// <summary>The largest share of the phone that a VM may take.</summary>
public sealed class VmCpuShare : CountSetting
{
    /// <summary>The setting.</summary>
    public static readonly VmCpuShare Instance = new();

    private VmCpuShare()
        : base(least: 1, most: 100)
    {
    }

    /// <inheritdoc/>
    public override string Key => "vm.cpu-share";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Compute;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Processor share";

    /// <inheritdoc/>
    public override string Unit => "percent of the phone";

    /// <inheritdoc/>
    public override int Default => 100;

    /// <inheritdoc/>
    public override string Explanation =>
        "The largest share of the phone's processors that the work VM may take while others want them too, so that it cannot "
        + "starve the personal VM. The smallest share holds.";

    /// <inheritdoc/>
    public override string ExampleText => "50";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.Hypervisor;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition reads the weight and the quota of the VM's scheduling group back from the hypervisor.";

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
