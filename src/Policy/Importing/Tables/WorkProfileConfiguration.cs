namespace Twofold.Policies;

/// <summary>Intune's device configuration for Android work profiles, <c>androidWorkProfileGeneralDeviceConfiguration</c>.</summary>
internal static class WorkProfileConfiguration
{
    private const string WorkContacts = "work contacts stay in the work VM";

    public static ImportTable Table { get; } = new("Intune device configuration, work profile",
    [
        Row.WhenYes("workProfileRequirePassword", "unlock.complexity", "low"),
        Row.Words("requiredPasswordComplexity", "unlock.complexity", UnlockRows.Classes),
        Row.Words("workProfileRequiredPasswordComplexity", "unlock.complexity", UnlockRows.Classes),
        Row.WhenNo("workProfileAllowAppInstallsFromUnknownSources", "apps.sources", "managed"),
        Row.NotApplicable("workProfileBlockPersonalAppInstallsFromUnknownSources", "it is about the personal side, which no policy reaches"),
        Row.Words(
            "workProfileDataSharingType",
            "files.direction",
            ("preventAny", "none"),
            ("allowPersonalToWork", "personal-to-work"),
            ("noRestrictions", "both")),
        Row.WhenYes("workProfileBlockCrossProfileCopyPaste", "clipboard.direction", "personal-to-work", "what is copied at work stays there"),
        Row.WhenYes("workProfileBlockCrossProfileCallerId", "contacts.direction", "personal-to-work", WorkContacts),
        Row.WhenYes("workProfileBlockCrossProfileContactsSearch", "contacts.direction", "personal-to-work", WorkContacts),
        Row.NoNo("workProfileBluetoothEnableContactSharing", "`bluetooth.access` does not tell contacts from the rest"),
        Row.NoYes("workProfileBlockNotificationsWhileDeviceLocked", "`notifications.direction` does not tell a locked phone from an open one"),
        Row.WhenYes("workProfileBlockScreenCapture", "screen.capture", "blocked"),
        Row.WhenYes("workProfileBlockCamera", "camera.access", "blocked"),
        Row.NoYes("workProfileBlockAddingAccounts", "no setting is about accounts inside a guest"),
        Row.Unsupported("workProfileAccountUse", "no setting is about accounts inside a guest"),
        Row.Unsupported("allowedGoogleAccountDomains*", "no setting is about accounts inside a guest"),
        Row.Unsupported("workProfileDefaultAppPermissionPolicy", "no setting answers for the user what an app may do"),
        Row.NoNo("workProfileAllowWidgets", "no setting is about widgets"),
        Row.NoYes("securityRequireVerifyApps", "no setting is about Google Play Protect"),
        Row.WhenYes("vpnEnableAlwaysOnLockdownMode", "network.vpn", "lockdown"),
        VpnRows.App("vpnAlwaysOnPackageIdentifier"),
        .. GraphRows.All,
        .. UnlockRows.Of("password"),
        .. UnlockRows.Of("workProfilePassword"),
    ]);
}
