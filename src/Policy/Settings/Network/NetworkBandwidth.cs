namespace Twofold.Policies;

/// <summary>How much a work VM may send and receive, in Mbit per second.</summary>
public sealed class NetworkBandwidth : CountSetting
{
    /// <summary>The setting.</summary>
    public static readonly NetworkBandwidth Instance = new();

    private NetworkBandwidth()
        : base(least: 1, most: 10_000)
    {
    }

    /// <inheritdoc/>
    public override string Key => "network.bandwidth";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Network;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Bandwidth";

    /// <inheritdoc/>
    public override string Unit => "Mbit per second";

    /// <inheritdoc/>
    public override int Default => 10_000;

    /// <inheritdoc/>
    public override string Explanation =>
        "How much the work VM may send and receive per second. The smallest limit holds.";

    /// <inheritdoc/>
    public override string ExampleText => "20";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.Hypervisor;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition reads the shaping of the VM's link back from the hypervisor.";

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
