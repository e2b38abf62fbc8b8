namespace Twofold.Policies;

/// <summary>Whether traffic has to go through a VPN, the strictest first.</summary>
public enum VpnDemand
{
    /// <summary>Nothing passes beside it.</summary>
    Lockdown,

    /// <summary>It is kept up.</summary>
    Always,

    /// <summary>As the user likes.</summary>
    Optional,
}

/// <summary>Whether a work VM's traffic has to go through a VPN.</summary>
public sealed class NetworkVpn : ChoiceSetting<VpnDemand>
{
    /// <summary>The setting.</summary>
    public static readonly NetworkVpn Instance = new();

    private NetworkVpn()
        : base((VpnDemand.Lockdown, "lockdown"), (VpnDemand.Always, "always"), (VpnDemand.Optional, "optional"))
    {
    }

    /// <inheritdoc/>
    public override string Key => "network.vpn";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Network;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "VPN";

    /// <inheritdoc/>
    public override VpnDemand Default => VpnDemand.Optional;

    /// <inheritdoc/>
    public override string Explanation =>
        "Whether the work VM's traffic has to go through the organisation's VPN: `lockdown` lets nothing pass beside it, "
        + "`always` keeps it up, `optional` leaves it to the user.";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition reads the routes of the VM's link and the state of the tunnel.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields =>
    [
        "alwaysOnVpnPackage.packageName", "alwaysOnVpnPackage.lockdownEnabled",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields =>
    [
        "vpnAlwaysOnLockdownMode", "vpnAlwaysOnPackageIdentifier", "vpnEnableAlwaysOnLockdownMode",
    ];
}
