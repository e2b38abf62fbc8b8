namespace Twofold.Policies;

/// <summary>How far a VM's network reaches, the strictest first.</summary>
public enum NetworkReach
{
    /// <summary>No link at all.</summary>
    None,

    /// <summary>Only what the control partition offers; nothing beyond the phone.</summary>
    Restricted,

    /// <summary>Everything.</summary>
    Internet,
}

/// <summary>How far a VM's network reaches.</summary>
public sealed class NetworkMode : ChoiceSetting<NetworkReach>
{
    /// <summary>The setting.</summary>
    public static readonly NetworkMode Instance = new();

    private NetworkMode()
        : base((NetworkReach.None, "none"), (NetworkReach.Restricted, "restricted"), (NetworkReach.Internet, "internet"))
    {
    }

    /// <inheritdoc/>
    public override string Key => "network.mode";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Network;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Network";

    /// <inheritdoc/>
    public override NetworkReach Default => NetworkReach.Internet;

    /// <inheritdoc/>
    public override string Explanation =>
        "How far the work VM's network reaches: not at all, only to what the control partition offers, or to the internet. "
        + "The hypervisor holds the link, so the guest cannot widen it.";

    /// <inheritdoc/>
    public override string ExampleText => "restricted";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.Hypervisor;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition reads the state of the VM's link back from the hypervisor.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override bool IsCarriedOut => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => [];
}
