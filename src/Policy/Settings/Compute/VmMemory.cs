namespace Twofold.Policies;

/// <summary>How much memory a VM may have, in MiB.</summary>
public sealed class VmMemory : SizeSetting
{
    /// <summary>The setting.</summary>
    public static readonly VmMemory Instance = new();

    // 72 MiB is the least with which a guest kernel and its initramfs come up.
    private VmMemory()
        : base(leastMiB: 72, mostMiB: 65_536)
    {
    }

    /// <inheritdoc/>
    public override string Key => "vm.memory";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Compute;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Memory";

    /// <inheritdoc/>
    public override int Default => 512;

    /// <inheritdoc/>
    public override string Explanation =>
        "The most memory the work VM may have. The hypervisor gives it no more; where several policies speak, the smallest limit holds.";

    /// <inheritdoc/>
    public override string ExampleText => "2GiB";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.Hypervisor;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition reads the size of the VM's memory back from the hypervisor.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.NextStart;

    /// <inheritdoc/>
    public override bool IsCarriedOut => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => [];
}
