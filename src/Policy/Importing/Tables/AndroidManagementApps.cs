namespace Twofold.Policies;

/// <summary>What a policy of the Android Management API says of apps.</summary>
internal static class AndroidManagementApps
{
    private const string App = "applications[].";
    private const string NoSingleApp = "no setting says this of a single app";
    private static readonly string[] Required = ["FORCE_INSTALLED", "REQUIRED_FOR_SETUP", "PREINSTALLED", "KIOSK"];

    /// <summary>The rows.</summary>
    public static IReadOnlyList<ImportRow> Rows =>
    [
        new($"{App}packageName", (key, document) => Listed(key, Said(document.Beside(key, "installType")), document)),
        new($"{App}installType", (key, document) => document.Beside(key, "packageName") is { } package
            ? Listed(package, key.Text, document)
            : Judgement.Unsupported("it stands with no package name")),
        new($"{App}disabled", (key, document) => (key.Shape, document.Beside(key, "packageName")) switch
        {
            (SourceShape.Yes, { } package) => Judgement.Mapped("apps.blocked", package.Text),
            (SourceShape.No, _) => Judgement.AsksNothing,
            _ => Judgement.UnknownValue(key),
        }),
        Row.Unsupported($"{App}*", NoSingleApp),
        Row.NotApplicable("playStoreMode", "the entries under `applications` are mapped by it"),
        Row.WhenYes("installAppsDisabled", "apps.sources", "managed", "nothing but what the organisation offers"),
        Row.WhenNo("installUnknownSourcesAllowed", "apps.sources", "managed"),
        Row.NoYes("uninstallAppsDisabled", "no setting keeps users from removing what is not required"),
        Row.NotApplicable("blockApplicationsEnabled", "the API ignores it"),
        Row.Unsupported("appAutoUpdatePolicy", "no setting says when apps are updated"),
        Row.Unsupported("appFunctions*", NoSingleApp),
        Row.Unsupported("defaultApplicationSettings*", NoSingleApp),
    ];

    private static string Said(SourceKey? installType) => installType is { IsNotConfigured: false } said ? said.Text : "AVAILABLE";

    // Unless the mode says otherwise, only what is listed can be installed.
    private static Judgement Listed(SourceKey package, string installType, SourceDocument document)
    {
        var onlyListed = document.Find("playStoreMode")?.Text != "BLACKLIST";
        ImportedValue allowed = new("apps.allowed", package.Text);
        return installType switch
        {
            "BLOCKED" => Judgement.Mapped("apps.blocked", package.Text),
            _ when Required.Contains(installType, StringComparer.Ordinal) =>
                new(ImportOutcome.Mapped, onlyListed ? [new("apps.required", package.Text), allowed] : [new("apps.required", package.Text)], ""),
            "AVAILABLE" => onlyListed ? new(ImportOutcome.Mapped, [allowed], "only what is listed can be installed") : Judgement.AsksNothing,
            _ => Judgement.Unsupported($"the install type `{Quote.Short(installType)}` is not known here"),
        };
    }
}
