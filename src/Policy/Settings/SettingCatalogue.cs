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
        NetworkMode.Instance,
        ClipboardDirection.Instance,
        UsbPassthrough.Instance,
        ScreenAutoLock.Instance,
        LeaseOfflineLock.Instance,
        LeaseOfflineWipe.Instance,
        ComplianceEscalation.Instance,
        IntegrityImage.Instance,
        IntegrityMeasurements.Instance,
    ];

    private static readonly FrozenDictionary<string, Setting> ByKey = All.ToFrozenDictionary(s => s.Key, StringComparer.Ordinal);

    /// <summary>The keys, for a hello and for suggestions.</summary>
    public static IEnumerable<string> Keys => All.Select(s => s.Key);

    /// <summary>The setting of that key, if there is one.</summary>
    public static bool TryFind(string key, [NotNullWhen(true)] out Setting? setting) => ByKey.TryGetValue(key, out setting);

    /// <summary>The settings that a document of that scope carries.</summary>
    public static IEnumerable<Setting> Of(PolicyScope scope) => All.Where(scope.Covers);
}
