namespace Twofold.Policies;

/// <summary>Where apps may come from, the strictest first.</summary>
public enum AppSource
{
    /// <summary>The catalogue of the organisation.</summary>
    Managed,

    /// <summary>Anywhere.</summary>
    Any,
}

/// <summary>Where a work VM may get apps from.</summary>
public sealed class AppsSources : ChoiceSetting<AppSource>
{
    /// <summary>The setting.</summary>
    public static readonly AppsSources Instance = new();

    private AppsSources()
        : base((AppSource.Managed, "managed"), (AppSource.Any, "any"))
    {
    }

    /// <inheritdoc/>
    public override string Key => "apps.sources";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Apps;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Sources of apps";

    /// <inheritdoc/>
    public override AppSource Default => AppSource.Any;

    /// <inheritdoc/>
    public override string Explanation =>
        "Where the work VM may get apps from: only from the organisation's catalogue, or from anywhere.";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.Guest;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The guest reports which sources are on, which the console shows as claimed.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields =>
    [
        "installUnknownSourcesAllowed", "advancedSecurityOverrides.untrustedAppsPolicy", "installAppsDisabled",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields =>
    [
        "appsAllowInstallFromUnknownSources", "securityPreventInstallAppsFromUnknownSources",
        "workProfileAllowAppInstallsFromUnknownSources",
    ];
}
