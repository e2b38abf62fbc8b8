namespace Twofold.Policies;

/// <summary>Which apps must not run in a work VM.</summary>
public sealed class AppsBlocked : DemandedSetSetting
{
    /// <summary>The setting.</summary>
    public static readonly AppsBlocked Instance = new();

    private AppsBlocked()
    {
    }

    /// <inheritdoc/>
    public override string Key => "apps.blocked";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Apps;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Blocked apps";

    /// <inheritdoc/>
    public override string Explanation =>
        "Which apps must not run in the work VM, by package name. Where several policies speak, all that any of them blocks "
        + "are; `all` blocks every app beside those of the image, as does a list beyond 256.";

    /// <inheritdoc/>
    public override string ExampleText => "org.example.game";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.Guest;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The guest lists its apps, which the console shows as claimed.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields =>
    [
        "applications.packageName", "applications.installType", "applications.disabled",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => ["appsLaunchBlockList"];

    /// <inheritdoc/>
    public override string ItemShape => PackageName.Shape;

    /// <inheritdoc/>
    public override string ItemPattern => PackageName.Pattern;

    private protected override Reading<string> ParseItem(string text) => PackageName.IsOne(text) ? text : NoItem(text);
}
