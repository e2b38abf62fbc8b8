namespace Twofold.Policies;

/// <summary>Which apps have to be in a work VM.</summary>
public sealed class AppsRequired : DemandedSetSetting
{
    /// <summary>The setting.</summary>
    public static readonly AppsRequired Instance = new();

    private AppsRequired()
    {
    }

    /// <inheritdoc/>
    public override string Key => "apps.required";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Apps;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Required apps";

    /// <inheritdoc/>
    public override string Explanation =>
        "Which apps have to be in the work VM, by package name. Where several policies speak, all that any of them requires "
        + "are; `all` requires every app that the organisation offers, as does a list beyond 256.";

    /// <inheritdoc/>
    public override string ExampleText => "org.example.mail";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.Guest;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The guest lists its apps, which the console shows as claimed.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => ["applications.packageName", "applications.installType"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => ["vpnAlwaysOnPackageIdentifier"];

    /// <inheritdoc/>
    public override string ItemShape => PackageName.Shape;

    /// <inheritdoc/>
    public override string ItemPattern => PackageName.Pattern;

    private protected override Reading<string> ParseItem(string text) => PackageName.IsOne(text) ? text : NoItem(text);
}
