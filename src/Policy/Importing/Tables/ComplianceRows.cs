namespace Twofold.Policies;

/// <summary>What Intune's compliance policies have in common.</summary>
internal static class ComplianceRows
{
    private const string Actions = "scheduledActionsForRule[].scheduledActionConfigurations[].";
    private const string Escalation = "compliance.escalation";
    private const string NoThreats = "no setting asks another product how much it trusts the phone";
    private const string Attested = "a phone proves what it runs by its measured boot and to nobody but the organisation";
    private const string NoRelease = "a release of Android is no version of an image: `integrity.image` names those";
    private const string NoCompanion = "the agent runs in the control partition, where no guest can change it";
    private const string Nobody = "00000000-0000-0000-0000-000000000000";

    /// <summary>The rows.</summary>
    public static IReadOnlyList<ImportRow> All =>
    [
        Row.WhenYes("passwordRequired", "unlock.complexity", "low"),
        Row.Words("requiredPasswordComplexity", "unlock.complexity", UnlockRows.Classes),
        Row.WhenYes("storageRequireEncryption", "storage.encryption", "required"),
        Row.NoYes("deviceThreatProtectionEnabled", NoThreats),
        Row.NoneBut("deviceThreatProtectionRequiredSecurityLevel", NoThreats, "unavailable"),
        Row.NoneBut("advancedThreatProtectionRequiredSecurityLevel", NoThreats, "unavailable"),
        Row.WhenYes("securityRequireSafetyNetAttestationBasicIntegrity", "integrity.measured-boot", "required", Attested),
        Row.WhenYes("securityRequireSafetyNetAttestationCertifiedDevice", "integrity.measured-boot", "required", Attested),
        Row.Words("securityRequiredAndroidSafetyNetEvaluationType", "integrity.measured-boot", ("hardwareBacked", "required"), ("basic", "optional")),
        Row.Unsupported("osMinimumVersion", NoRelease),
        Row.Unsupported("osMaximumVersion", NoRelease),
        Row.Unsupported("minAndroidSecurityPatchLevel", "a date does not move on by itself: `integrity.patch-age` counts days"),
        Row.NoYes("securityRequireNoPendingSystemUpdates", "`integrity.patch-age` says how old a guest may be, whatever waits for it"),
        Row.NotApplicable("securityRequireIntuneAppIntegrity", NoCompanion),
        Row.NotApplicable("securityRequireCompanyPortalAppIntegrity", NoCompanion),
        Row.NotApplicable("securityRequireGooglePlayServices", "a guest need not have Google Play services"),
        Row.NotApplicable("securityRequireUpToDateSecurityProviders", "a guest need not have Google Play services"),
        Row.NoYes("securityRequireVerifyApps", "no setting is about Google Play Protect"),
        Row.WhenYes("securityPreventInstallAppsFromUnknownSources", "apps.sources", "managed"),
        Row.NoYes("securityDisableUsbDebugging", "no setting is about debugging a guest"),
        Row.NoYes("securityBlockJailbrokenDevices", "no setting looks for root rights inside a guest"),
        Row.NotApplicable("scheduledActionsForRule[].id", "Graph's own bookkeeping says nothing to a phone"),
        Row.NotApplicable("scheduledActionsForRule[].ruleName", "the one rule of Graph is about all that a policy asks, whatever its name: its days hold for every rule"),
        Row.NotApplicable($"{Actions}id", "Graph's own bookkeeping says nothing to a phone"),
        new($"{Actions}actionType", (key, document) => Action(key, document.Beside(key, "gracePeriodHours"), key)),
        new($"{Actions}gracePeriodHours", (key, document) => Action(document.Beside(key, "actionType"), key, key)),
        Row.NoneBut($"{Actions}notificationTemplateId", "no setting words the messages to people", Nobody),
        Row.Unsupported($"{Actions}notificationMessageCCList[]", "no setting names who else is told"),
        .. GraphRows.All,
        .. UnlockRows.Of("password"),
    ];

    // An action and its grace say one thing together, so each of the two keys is mapped to it.
    private static Judgement Action(SourceKey? action, SourceKey? grace, SourceKey key)
    {
        var hours = grace is null ? 0 : Row.Whole(grace.Text);
        return (Step(action?.Text), hours) switch
        {
            (null, _) or (_, null) => Judgement.UnknownValue(key),
            ("notify", _) => Judgement.Mapped(Escalation, "notify"),
            ({ } step, { } grant) => Judgement.Mapped(Escalation, $"{step} {Math.Max(1, grant / 24)}d", grant % 24 == 0 && grant > 0 ? "" : "escalation counts whole days, one at least"),
        };
    }

    private static string? Step(string? action) => action switch
    {
        "notification" or "pushNotification" => "notify",
        "block" or "remoteLock" => "lock",
        "retire" or "wipe" => "wipe",
        _ => null,
    };
}

/// <summary>Intune's compliance policy for fully managed Android devices.</summary>
internal static class FullyManagedCompliance
{
    public static ImportTable Table { get; } = new("Intune compliance policy, fully managed", ComplianceRows.All);
}

/// <summary>Intune's compliance policy for Android work profiles.</summary>
internal static class WorkProfileCompliance
{
    public static ImportTable Table { get; } = new("Intune compliance policy, work profile", ComplianceRows.All);
}
