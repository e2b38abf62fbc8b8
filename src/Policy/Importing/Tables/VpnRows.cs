namespace Twofold.Policies;

/// <summary>A VPN that is always on is an app that must be there and a rule that it is used.</summary>
internal static class VpnRows
{
    /// <summary>The package name of the app.</summary>
    public static ImportRow App(string pattern) => new(pattern, (key, _) => new(
        ImportOutcome.Mapped,
        [new("network.vpn", "always"), new("apps.required", key.Text)],
        "the app is required, and the VPN that it makes is always on"));
}
