namespace Twofold.Policies;

/// <summary>Whether the VMs of a phone may reach each other over the network.</summary>
public sealed class NetworkVmToVm : AccessSetting
{
    /// <summary>The setting.</summary>
    public static readonly NetworkVmToVm Instance = new();

    private NetworkVmToVm()
    {
    }

    /// <inheritdoc/>
    public override string Key => "network.vm-to-vm";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Network;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Flow;

    /// <inheritdoc/>
    public override string Title => "Traffic between VMs";

    /// <inheritdoc/>
    public override string Explanation =>
        "Whether the VMs of a phone may reach each other over a network of their own. When blocked, each has a link that no "
        + "other VM is on.";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.Hypervisor;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition reads back whether the rule that keeps the VM's link apart from all others is in force.";

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
