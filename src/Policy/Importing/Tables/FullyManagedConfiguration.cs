namespace Twofold.Policies;

/// <summary>Intune's device configuration for fully managed Android devices, <c>androidDeviceOwnerGeneralDeviceConfiguration</c>.</summary>
internal static class FullyManagedConfiguration
{
    private const string NoKiosk = "a work VM is one of two on a phone and no kiosk";
    private const string Personal = "it is about the personal side, which no policy reaches";
    private const string NoStorage = "audio,hid,printer,network,other";
    private const string Images = "images of work VMs are rolled out by waves, and `integrity.image` says what is too old";
    private const string NoAccounts = "no setting is about accounts inside a guest";
    private const string Messages = "no setting words the messages to people";
    private const string OneUser = "a work VM has one user";

    public static ImportTable Table { get; } = new("Intune device configuration, fully managed",
    [
        Row.NoYes("accountsBlockModification", NoAccounts),
        Row.NoYes("googleAccountsBlocked", NoAccounts),
        Row.WhenNo("appsAllowInstallFromUnknownSources", "apps.sources", "managed"),
        Row.Unsupported("appsAutoUpdatePolicy", "no setting says when apps are updated"),
        Row.Unsupported("appsDefaultPermissionPolicy", "no setting answers for the user what an app may do"),
        Row.NotApplicable("appsRecommendSkippingFirstUseHints", "hints to a new user are no matter of policy here"),
        Row.Unsupported("playStoreMode", "which apps it is about stands elsewhere in Intune: write `apps.allowed`"),
        Row.NoYes("bluetoothBlockConfiguration", "`bluetooth.access` says whether a VM has Bluetooth, not who sets it up"),
        Row.NoYes("bluetoothBlockContactSharing", "`bluetooth.access` does not tell contacts from the rest"),
        Row.WhenYes("cameraBlocked", "camera.access", "blocked"),
        Row.WhenYes("microphoneForceMute", "microphone.access", "blocked"),
        Row.WhenYes("nfcBlockOutgoingBeam", "nfc.access", "blocked", "NFC is blocked as a whole"),
        Row.WhenYes("screenCaptureBlocked", "screen.capture", "blocked"),
        Row.Words("deviceLocationMode", "location.access", ("disabled", "blocked")),
        Row.WhenYes("shareDeviceLocationDisabled", "location.access", "blocked", "location is blocked as a whole"),
        Row.Unsupported("locateDevice*", "no setting is about finding a lost phone"),
        Row.WhenNo("storageAllowUsb", "usb.classes", NoStorage),
        Row.WhenYes("storageBlockExternalMedia", "usb.classes", NoStorage),
        Row.WhenYes("storageBlockUsbFileTransfer", "usb.classes", NoStorage),
        Row.NotApplicable("cellularBlockWiFiTethering", "a work VM has no radio of its own that it could share"),
        Row.Unsupported("dataRoamingBlocked", "no setting tells roaming from being at home"),
        Row.WhenYes("certificateCredentialConfigurationDisabled", "network.user-certificates", "blocked"),
        Row.WhenYes("wifiBlockEditConfigurations", "network.wifi", "managed"),
        Row.NotApplicable("wifiBlockEditPolicyDefinedConfigurations", "what policy says of Wi-Fi nobody edits on a phone"),
        Row.WhenYes("vpnAlwaysOnLockdownMode", "network.vpn", "lockdown"),
        VpnRows.App("vpnAlwaysOnPackageIdentifier"),
        Row.Unsupported("globalProxy*", "no setting names a proxy: `network.egress` lists what may be reached"),
        Row.NotApplicable("networkEscapeHatchAllowed", "the control partition keeps a connection of its own"),
        Row.WhenNo("crossProfilePoliciesAllowCopyPaste", "clipboard.direction", "personal-to-work", "what is copied at work stays there"),
        Row.Words(
            "crossProfilePoliciesAllowDataSharing",
            "files.direction",
            ("crossProfileDataSharingBlocked", "none"),
            ("dataSharingFromWorkToPersonalBlocked", "personal-to-work"),
            ("crossProfileDataSharingAllowed", "both")),
        Row.WhenNo("crossProfilePoliciesShowWorkContactsInPersonalProfile", "contacts.direction", "personal-to-work"),
        Row.NoYes("passwordBlockKeyguard", "a work VM always has a lock screen"),
        Row.AnyOf(
            "passwordBlockKeyguardFeatures[]",
            "unlock.biometrics",
            "blocked",
            "no setting takes this from the lock screen",
            "fingerprint", "face", "iris", "biometrics", "allFeatures"),
        Row.Unsupported("securityDeveloperSettingsEnabled", "no setting is about debugging a guest"),
        Row.NoYes("securityRequireVerifyApps", "no setting is about Google Play Protect"),
        Row.NoYes("securityCommonCriteriaModeEnabled", "no setting is about a mode for certification"),
        Row.NotApplicable("dateTimeConfigurationBlocked", "a guest has its time from the phone"),
        Row.NotApplicable("factoryReset*", "a phone that was reset enrols anew, and gets no persona by itself"),
        Row.NotApplicable("systemUpdate*", Images),
        Row.NotApplicable("enrollmentProfile", "phones enrol with a code for each"),
        Row.NotApplicable("kiosk*", NoKiosk),
        Row.NotApplicable("microsoftLauncher*", "it is about one launcher and restricts nothing"),
        Row.NotApplicable("azureAdSharedDevice*", "a phone has one user"),
        Row.NotApplicable("usersBlockAdd", OneUser),
        Row.NotApplicable("usersBlockRemove", OneUser),
        Row.NoYes("statusBarBlocked", "no setting is about the status bar of a guest"),
        Row.NoYes("systemWindowsBlocked", "no setting is about windows inside a guest"),
        Row.NoYes("volumeBlockAdjustment", "no setting is about the volume"),
        Row.Unsupported("shortHelpText*", Messages),
        Row.Unsupported("detailedHelpText*", Messages),
        Row.Unsupported("deviceOwnerLockScreenMessage*", Messages),
        Row.Unsupported("androidDeviceOwnerDelegatedScopeAppSettings*", "no setting hands rights of the administrator to an app"),
        Row.NotApplicable("stayOnModes*", "`screen.auto-lock` holds on the charger too"),
        Row.NotApplicable("personalProfile*", Personal),
        .. GraphRows.All,
        .. UnlockRows.Of("password"),
        .. UnlockRows.Of("workProfilePassword"),
    ]);
}
