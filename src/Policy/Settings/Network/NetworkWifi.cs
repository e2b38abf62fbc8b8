namespace Twofold.Policies;

/// <summary>Over which Wi-Fi networks a work VM may go, the strictest first.</summary>
public enum WifiReach
{
    /// <summary>None.</summary>
    None,

    /// <summary>Those that the organisation set up.</summary>
    Managed,

    /// <summary>Those with at least WPA2.</summary>
    Secured,

    /// <summary>All of them, open ones too.</summary>
    Any,
}

/// <summary>Over which Wi-Fi networks a work VM may go.</summary>
public sealed class NetworkWifi : ChoiceSetting<WifiReach>
{
    /// <summary>The setting.</summary>
    public static readonly NetworkWifi Instance = new();

    private NetworkWifi()
        : base((WifiReach.None, "none"), (WifiReach.Managed, "managed"), (WifiReach.Secured, "secured"), (WifiReach.Any, "any"))
    {
    }

    /// <inheritdoc/>
    public override string Key => "network.wifi";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Network;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Wi-Fi";

    /// <inheritdoc/>
    public override WifiReach Default => WifiReach.Any;

    /// <inheritdoc/>
    public override string Explanation =>
        "Over which Wi-Fi networks the work VM's traffic may go: none, only those that the organisation set up, those with at "
        + "least WPA2, or any.";

    /// <inheritdoc/>
    public override string ExampleText => "managed";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition reads the radio's current network and its security, and refuses to forward for others.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields =>
    [
        "wifiConfigDisabled", "deviceConnectivityManagement.configureWifi", "deviceRadioState.minimumWifiSecurityLevel",
        "wifiConfigsLockdownEnabled", "deviceRadioState.wifiState",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => ["wifiBlockEditConfigurations", "wifiBlockEditPolicyDefinedConfigurations", "wiFiBlocked"];
}
