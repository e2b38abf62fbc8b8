namespace Twofold.Policies;

/// <summary>Which apps may be in a work VM.</summary>
public sealed class AppsAllowed : AllowedSetSetting
{
    /// <summary>The setting.</summary>
    public static readonly AppsAllowed Instance = new();

    private AppsAllowed()
    {
    }

    /// <inheritdoc/>
    public override string Key => "apps.allowed";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Apps;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Allowed apps";

    /// <inheritdoc/>
    public override string Explanation =>
        "Which apps may be in the work VM beside those of its image, by package name; `any` restricts nothing. Where several "
        + "policies speak, only the apps that all of them allow remain; that may be `none`.";

    /// <inheritdoc/>
    public override string ExampleText => "org.example.chat, org.example.mail";

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
        "applications.packageName", "playStoreMode", "applications.installType",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => ["playStoreMode", "appsInstallAllowList"];

    /// <inheritdoc/>
    public override string ItemShape => PackageName.Shape;

    /// <inheritdoc/>
    public override string ItemPattern => PackageName.Pattern;

    private protected override Reading<string> ParseItem(string text) => PackageName.IsOne(text) ? text : NoItem(text);
}
