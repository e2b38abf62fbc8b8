namespace Twofold.Policies;

/// <summary>How many virtual processors a VM may have.</summary>
public sealed class VmVcpus : CountSetting
{
    /// <summary>The setting.</summary>
    public static readonly VmVcpus Instance = new();

    private VmVcpus()
        : base(least: 1, most: 16)
    {
    }

    /// <inheritdoc/>
    public override string Key => "vm.vcpus";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Compute;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Virtual processors";

    /// <inheritdoc/>
    public override string Unit => "vCPUs";

    /// <inheritdoc/>
    public override int Default => 1;

    /// <inheritdoc/>
    public override string Explanation =>
        "The most virtual processors the work VM may have, so that it cannot starve the personal VM. The smallest limit holds.";

    /// <inheritdoc/>
    public override string ExampleText => "2";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.Hypervisor;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition counts the VM's processors at the hypervisor.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.NextStart;

    /// <inheritdoc/>
    public override bool IsCarriedOut => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => [];
}
