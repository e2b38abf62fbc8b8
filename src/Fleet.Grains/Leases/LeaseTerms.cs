using System.Text.Json.Serialization;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Fleet.Leases;

/// <summary>How long a work VM may be out of contact, as its policy document says.</summary>
/// <param name="OfflineLock">After this it is suspended.</param>
/// <param name="OfflineWipe">After this its key is destroyed.</param>
/// <param name="OfflineBoots">How often it may be opened after a restart of the phone out of contact. Above 0 no clock bounds it.</param>
public sealed record LeaseTerms(TimeSpan OfflineLock, TimeSpan OfflineWipe, int OfflineBoots = 0)
{
    /// <summary>What a phone keeps where no policy speaks.</summary>
    public static LeaseTerms Default { get; } = new(LeaseOfflineLock.Instance.Default, LeaseOfflineWipe.Instance.Default);

    /// <summary>
    /// The longest that any policy can have given: what counts while it is not known what a phone was given. Starts out of contact are not
    /// in it: they count where the book knows of them, so that a restore does not take the end from the exposure of every fleet.
    /// </summary>
    public static LeaseTerms Longest { get; } = new(LeaseOfflineLock.Instance.Most, LeaseOfflineWipe.Instance.Most);

    /// <summary>The time until the key is destroyed, with the minimum that every phone has built in.</summary>
    [JsonIgnore]
    public TimeSpan UntilWipe => OfflineWipe < LeaseFloor.Wipe ? LeaseFloor.Wipe : OfflineWipe;

    /// <summary>The longer of both in every respect.</summary>
    internal static LeaseTerms Longer(LeaseTerms a, LeaseTerms b) => new(
        a.OfflineLock > b.OfflineLock ? a.OfflineLock : b.OfflineLock,
        a.OfflineWipe > b.OfflineWipe ? a.OfflineWipe : b.OfflineWipe,
        Math.Max(a.OfflineBoots, b.OfflineBoots));
}
