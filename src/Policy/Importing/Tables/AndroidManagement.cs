namespace Twofold.Policies;

/// <summary>A policy of the Android Management API, the resource <c>enterprises.policies</c>.</summary>
internal static class AndroidManagement
{
    private const string Personal = "it is about the personal side, which no policy reaches";
    private const string NoKiosk = "a work VM is one of two on a phone and no kiosk";
    private const string NoAccounts = "no setting is about accounts inside a guest";
    private const string NoPermissions = "no setting answers for the user what an app may do";
    private const string NoDebugging = "no setting is about debugging a guest";
    private const string NoPhone = "a work VM has no telephone";
    private const string Radio = "the radios are the phone's: a work VM has no hold on them";
    private const string OneUser = "a work VM has one user";
    private const string Messages = "no setting words the messages to people";
    private const string NoLooks = "no setting is about how a guest looks and sounds";
    private const string Images = "images of work VMs are rolled out by waves, and `integrity.image` says what is too old";
    private const string Reports = "which reports a phone sends is no matter of policy here";
    private const string NoStorage = "audio,hid,printer,network,other";

    public static ImportTable Table { get; } = new("policy of the Android Management API",
    [
        Row.NotApplicable("version", "the API counts versions by itself, and so does a policy set"),
        new("name", (key, _) => ImportName.Of(key.Text[(key.Text.LastIndexOf('/') + 1)..]) is { } name
            ? Judgement.Mapped(ImportTable.PolicyName, name)
            : Judgement.NotApplicable("no letter of it can stand in a name")),
        .. AndroidManagementApps.Rows,
        .. AndroidManagementUnlock.Rows,
        Row.WhenYes("screenCaptureDisabled", "screen.capture", "blocked"),
        Row.WhenYes("cameraDisabled", "camera.access", "blocked"),
        Row.Words("cameraAccess", "camera.access", ("CAMERA_ACCESS_DISABLED", "blocked"), ("CAMERA_ACCESS_USER_CHOICE", null), ("CAMERA_ACCESS_ENFORCED", null)),
        Row.WhenYes("unmuteMicrophoneDisabled", "microphone.access", "blocked"),
        Row.Words("microphoneAccess", "microphone.access", ("MICROPHONE_ACCESS_DISABLED", "blocked"), ("MICROPHONE_ACCESS_USER_CHOICE", null), ("MICROPHONE_ACCESS_ENFORCED", null)),
        Row.WhenYes("shareLocationDisabled", "location.access", "blocked", "location is blocked as a whole"),
        Row.Words("locationMode", "location.access", ("LOCATION_DISABLED", "blocked"), ("OFF", "blocked"), ("LOCATION_USER_CHOICE", null), ("LOCATION_ENFORCED", null)),
        Row.WhenYes("outgoingBeamDisabled", "nfc.access", "blocked", "NFC is blocked as a whole"),
        Row.WhenYes("bluetoothDisabled", "bluetooth.access", "blocked"),
        Row.NoYes("bluetoothConfigDisabled", "`bluetooth.access` says whether a VM has Bluetooth, not who sets it up"),
        Row.NoYes("bluetoothContactSharingDisabled", "`bluetooth.access` does not tell contacts from the rest"),
        Row.WhenYes("mountPhysicalMediaDisabled", "usb.classes", NoStorage),
        Row.WhenYes("usbFileTransferDisabled", "usb.classes", NoStorage),
        Row.WhenNo("usbMassStorageEnabled", "usb.classes", NoStorage),
        new("deviceConnectivityManagement.usbDataAccess", (key, _) => key.Text switch
        {
            "DISALLOW_USB_DATA_TRANSFER" => Judgement.Mapped("usb.passthrough", "blocked"),
            "DISALLOW_USB_FILE_TRANSFER" => Judgement.Mapped("usb.classes", NoStorage),
            "ALLOW_USB_DATA_TRANSFER" => Judgement.AsksNothing,
            _ => Judgement.UnknownValue(key),
        }),
        Row.Words(
            "deviceConnectivityManagement.configureWifi",
            "network.wifi",
            ("DISALLOW_CONFIGURING_WIFI", "managed"), ("DISALLOW_ADD_WIFI_CONFIG", "managed"), ("ALLOW_CONFIGURING_WIFI", null)),
        Row.NotApplicable("deviceConnectivityManagement.tetheringSettings", "a work VM has no radio of its own that it could share"),
        Row.Unsupported("deviceConnectivityManagement.*", "no setting says more of Wi-Fi than which networks are good enough"),
        Row.Words(
            "deviceRadioState.minimumWifiSecurityLevel",
            "network.wifi",
            ("OPEN_NETWORK_SECURITY", null), ("PERSONAL_NETWORK_SECURITY", "secured"), ("ENTERPRISE_NETWORK_SECURITY", "managed"), ("ENTERPRISE_BIT192_NETWORK_SECURITY", "managed")),
        Row.Words("deviceRadioState.wifiState", "network.wifi", ("WIFI_DISABLED", "none"), ("WIFI_ENABLED", null), ("WIFI_STATE_USER_CHOICE", null)),
        Row.NotApplicable("deviceRadioState.*", Radio),
        Row.WhenYes("wifiConfigsLockdownEnabled", "network.wifi", "managed"),
        Row.WhenYes("wifiConfigDisabled", "network.wifi", "managed"),
        Row.NotApplicable("tetheringConfigDisabled", "a work VM has no radio of its own that it could share"),
        Row.NotApplicable("mobileNetworksConfigDisabled", Radio),
        Row.NotApplicable("cellBroadcastsConfigDisabled", Radio),
        Row.NotApplicable("networkResetDisabled", "a guest's network is the phone's to reset"),
        Row.NotApplicable("networkEscapeHatchEnabled", "the control partition keeps a connection of its own"),
        Row.Unsupported("dataRoamingDisabled", "no setting tells roaming from being at home"),
        Row.WhenYes("credentialsConfigDisabled", "network.user-certificates", "blocked"),
        Row.Always("alwaysOnVpnPackage.packageName", "network.vpn", "always", "the app itself stands among `applications`"),
        Row.WhenYes("alwaysOnVpnPackage.lockdownEnabled", "network.vpn", "lockdown"),
        Row.NoYes("vpnConfigDisabled", "`network.vpn` says whether one must be on, not who sets it up"),
        Row.Unsupported("recommendedGlobalProxy*", "no setting names a proxy: `network.egress` lists what may be reached"),
        Row.Unsupported("openNetworkConfiguration*", "no setting hands networks and their secrets to a guest"),
        Row.Unsupported("oncCertificateProviders*", "no setting hands certificates to a guest"),
        Row.Unsupported("choosePrivateKeyRules*", "no setting chooses a key for an app"),
        Row.Unsupported("privateKeySelectionEnabled", "no setting chooses a key for an app"),
        Row.Words(
            "crossProfilePolicies.crossProfileCopyPaste",
            "clipboard.direction",
            ("COPY_FROM_WORK_TO_PERSONAL_DISALLOWED", "personal-to-work"), ("CROSS_PROFILE_COPY_PASTE_ALLOWED", "both")),
        Row.Words(
            "crossProfilePolicies.crossProfileDataSharing",
            "files.direction",
            ("CROSS_PROFILE_DATA_SHARING_DISALLOWED", "none"),
            ("DATA_SHARING_FROM_WORK_TO_PERSONAL_DISALLOWED", "personal-to-work"),
            ("CROSS_PROFILE_DATA_SHARING_ALLOWED", "both")),
        Row.Words(
            "crossProfilePolicies.showWorkContactsInPersonalProfile",
            "contacts.direction",
            ("SHOW_WORK_CONTACTS_IN_PERSONAL_PROFILE_DISALLOWED", "personal-to-work"),
            ("SHOW_WORK_CONTACTS_IN_PERSONAL_PROFILE_DISALLOWED_EXCEPT_SYSTEM", "personal-to-work"),
            ("SHOW_WORK_CONTACTS_IN_PERSONAL_PROFILE_ALLOWED", null)),
        Row.Unsupported("crossProfilePolicies.*", "no setting is about widgets, or about single apps on both sides"),
        Row.Words("encryptionPolicy", "storage.encryption", ("ENABLED_WITH_PASSWORD", "required"), ("ENABLED_WITHOUT_PASSWORD", "required")),
        Row.Words(
            "advancedSecurityOverrides.untrustedAppsPolicy",
            "apps.sources",
            ("DISALLOW_INSTALL", "managed"), ("ALLOW_INSTALL_IN_PERSONAL_PROFILE_ONLY", "managed"), ("ALLOW_INSTALL_DEVICE_WIDE", null)),
        Row.NoneBut("advancedSecurityOverrides.developerSettings", NoDebugging, "DEVELOPER_SETTINGS_ALLOWED"),
        Row.Unsupported("advancedSecurityOverrides.*", "no setting is about this safeguard inside a guest"),
        Row.NoNo("debuggingFeaturesAllowed", NoDebugging),
        Row.NoYes("safeBootDisabled", "no setting is about how a guest starts: `integrity.image` says which image does"),
        Row.NoYes("ensureVerifyAppsEnabled", "no setting is about Google Play Protect"),
        Row.NoYes("modifyAccountsDisabled", NoAccounts),
        Row.Unsupported("accountTypesWithManagementDisabled*", NoAccounts),
        Row.Unsupported("workAccountSetupConfig*", NoAccounts),
        Row.Unsupported("defaultPermissionPolicy", NoPermissions),
        Row.Unsupported("permissionGrants*", NoPermissions),
        Row.Unsupported("credentialProviderPolicyDefault", NoPermissions),
        Row.Unsupported("permittedAccessibilityServices*", NoPermissions),
        Row.Unsupported("permittedInputMethods*", NoPermissions),
        Row.Unsupported("assistContentPolicy", "`screen.capture` does not tell assistants from the rest"),
        Row.Unsupported("printingPolicy", "no setting is about printing inside a guest"),
        Row.Unsupported("minimumApiLevel", "a level of Android's API is no version of an image: `integrity.image` names those"),
        Row.NotApplicable("systemUpdate*", Images),
        Row.NotApplicable("androidDevicePolicyTracks*", "it is about the app that carries the API out"),
        Row.NotApplicable("factoryResetDisabled", "a phone that was reset enrols anew, and gets no persona by itself"),
        Row.NotApplicable("frpAdminEmails*", "a phone that was reset enrols anew, and gets no persona by itself"),
        Row.NotApplicable("wipeDataFlags*", "a wipe destroys the key of the work VM and touches nothing else"),
        Row.NotApplicable("addUserDisabled", OneUser),
        Row.NotApplicable("removeUserDisabled", OneUser),
        Row.NotApplicable("kiosk*", NoKiosk),
        Row.NotApplicable("persistentPreferredActivities*", NoKiosk),
        Row.NotApplicable("setupActions*", "a work VM is set up from its image"),
        Row.NotApplicable("skipFirstUseHintsEnabled", "hints to a new user are no matter of policy here"),
        Row.NotApplicable("personalUsagePolicies*", Personal),
        Row.NotApplicable("statusReportingSettings*", Reports),
        Row.NotApplicable("usageLog*", Reports),
        Row.NotApplicable("autoTimeRequired", "a guest has its time from the phone"),
        Row.NotApplicable("autoDateAndTimeZone", "a guest has its time from the phone"),
        Row.NotApplicable("outgoingCallsDisabled", NoPhone),
        Row.NotApplicable("smsDisabled", NoPhone),
        Row.NotApplicable("preferentialNetworkService", Radio),
        Row.NotApplicable("stayOnPluggedModes*", "`screen.auto-lock` holds on the charger too"),
        Row.Unsupported("shortSupportMessage*", Messages),
        Row.Unsupported("longSupportMessage*", Messages),
        Row.Unsupported("deviceOwnerLockScreenInfo*", Messages),
        Row.Unsupported("enterpriseDisplayNameVisibility", Messages),
        Row.Unsupported("displaySettings*", NoLooks),
        Row.NoYes("adjustVolumeDisabled", NoLooks),
        Row.NoYes("statusBarDisabled", NoLooks),
        Row.NoYes("createWindowsDisabled", NoLooks),
        Row.NoYes("funDisabled", NoLooks),
        Row.NoYes("setUserIconDisabled", NoLooks),
        Row.NoYes("setWallpaperDisabled", NoLooks),
        .. AndroidManagementEscalation.Rows,
    ])
    {
        Gathers = ["apps.allowed"],
    };
}
