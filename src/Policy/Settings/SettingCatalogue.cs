using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Twofold.Policies;

/// <summary>Every setting, in the order in which people see them.</summary>
public static class SettingCatalogue
{
    /// <summary>All settings.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        VmMemory.Instance,
        VmVcpus.Instance,
        VmCpuShare.Instance,
        StorageQuota.Instance,
        StorageThroughput.Instance,
        StorageEncryption.Instance,
        StorageSnapshots.Instance,
        NetworkMode.Instance,
        NetworkEgress.Instance,
        NetworkBandwidth.Instance,
        NetworkVmToVm.Instance,
        NetworkWifi.Instance,
        NetworkVpn.Instance,
        NetworkUserCertificates.Instance,
        ClipboardDirection.Instance,
        FilesDirection.Instance,
        NotificationsDirection.Instance,
        ContactsDirection.Instance,
        CameraAccess.Instance,
        MicrophoneAccess.Instance,
        UsbPassthrough.Instance,
        UsbClasses.Instance,
        BluetoothAccess.Instance,
        NfcAccess.Instance,
        LocationAccess.Instance,
        SensorsAccess.Instance,
        ScreenAutoLock.Instance,
        ScreenCapture.Instance,
        ScreenRemoteView.Instance,
        UnlockLength.Instance,
        UnlockComplexity.Instance,
        UnlockHistory.Instance,
        UnlockExpiry.Instance,
        UnlockAttemptsLock.Instance,
        UnlockAttemptsWipe.Instance,
        UnlockBiometrics.Instance,
        LeaseOfflineLock.Instance,
        LeaseOfflineWipe.Instance,
        LeaseOfflineBoots.Instance,
        HoursAccess.Instance,
        IntegrityImage.Instance,
        IntegrityMeasurements.Instance,
        IntegrityHypervisor.Instance,
        IntegrityControlPartition.Instance,
        IntegrityMeasuredBoot.Instance,
        IntegrityPatchAge.Instance,
        PersonaBackupInterval.Instance,
        PersonaMove.Instance,
        AppsRequired.Instance,
        AppsAllowed.Instance,
        AppsBlocked.Instance,
        AppsSources.Instance,
        ComplianceEscalation.Instance,
    ];

    private static readonly FrozenDictionary<string, Setting> ByKey = All.ToFrozenDictionary(s => s.Key, StringComparer.Ordinal);
    private static readonly IReadOnlyList<Setting> OfVm = Sorted(SettingScope.Vm);
    private static readonly IReadOnlyList<Setting> OfPhone = Sorted(SettingScope.Flow);
    private static readonly FrozenDictionary<Setting, int> Places = OfVm.Index().Concat(OfPhone.Index()).ToFrozenDictionary(s => s.Item, s => s.Index);

    /// <summary>The settings that agents of this version carry out.</summary>
    public static IReadOnlyList<Setting> CarriedOut { get; } = [.. All.Where(s => s.IsCarriedOut)];

    /// <summary>The keys, for suggestions.</summary>
    public static IEnumerable<string> Keys => All.Select(s => s.Key);

    /// <summary>The setting of that key, if there is one.</summary>
    public static bool TryFind(string key, [NotNullWhen(true)] out Setting? setting) => ByKey.TryGetValue(key, out setting);

    /// <summary>
    /// The key that was probably meant: one spelt nearly so, the only one that begins so, or the only one that another product calls so.
    /// </summary>
    internal static string? Meant(string key) =>
        Nearest.To(key, Keys)
        ?? Only(s => s.Key.StartsWith($"{key}.", StringComparison.Ordinal))
        ?? Only(s => s.AndroidManagementFields.Contains(key, StringComparer.Ordinal) || s.IntuneFields.Contains(key, StringComparer.Ordinal));

    private static string? Only(Func<Setting, bool> isLike) => All.Where(isLike).Take(2).ToList() is [var only] ? only.Key : null;

    /// <summary>The settings that a document of that scope carries, by key.</summary>
    public static IReadOnlyList<Setting> Of(PolicyScope scope) => scope.Slot is null ? OfPhone : OfVm;

    /// <summary>Where a setting stands among those of its scope.</summary>
    internal static int PlaceOf(Setting setting) => Places[setting];

    private static IReadOnlyList<Setting> Sorted(SettingScope scope) =>
        [.. All.Where(s => s.Scope == scope).OrderBy(s => s.Key, StringComparer.Ordinal)];
}
