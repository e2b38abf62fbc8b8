using System.Text.Json.Serialization;

namespace Twofold.Device;

/// <summary>
/// Which lease counts for a VM: a shorter one is announced for a day before it counts, so that nobody's data is gone before anybody can have
/// noticed. A person who lengthens it again in time takes the announcement back. INVARIANT: no lease counts shorter than one that counted
/// less than <see cref="Notice"/> ago.
/// </summary>
/// <param name="Counts">What counts while anything is announced, and else what is wanted.</param>
/// <param name="Announced">A shorter lease, or null.</param>
/// <param name="Since">When it was announced, by the phone's trusted clock; null with it.</param>
public sealed record LeaseNotice(Lease Counts, Lease? Announced = null, DateTimeOffset? Since = null)
{
    /// <summary>How long a shorter lease is announced before it counts.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromHours(24);

    /// <summary>When the announced lease begins to count, or null.</summary>
    [JsonIgnore]
    public DateTimeOffset? From => Since + Notice;

    /// <summary>The lease that counts at <paramref name="now"/>.</summary>
    public Lease At(DateTimeOffset now) => Announced is not { } shorter ? Counts : now >= From ? shorter : Longer(Counts, shorter);

    /// <summary>The notice once a policy wants this lease. The first policy of a VM counts at once: nothing was promised before it.</summary>
    /// <param name="known">What counted so far, or null for a VM that had no policy.</param>
    public static LeaseNotice Of(LeaseNotice? known, Lease wanted, DateTimeOffset now)
    {
        if (known is null) return new(wanted);
        var counts = known.At(now);
        if (Longer(counts, wanted) == wanted) return new(wanted);
        var goesOn = now < known.From && Longer(known.Announced!, wanted) == wanted;
        return new(counts, wanted, goesOn ? known.Since : now);
    }

    private static Lease Longer(Lease a, Lease b) => new(
        a.OfflineLock > b.OfflineLock ? a.OfflineLock : b.OfflineLock, a.OfflineWipe > b.OfflineWipe ? a.OfflineWipe : b.OfflineWipe);
}
