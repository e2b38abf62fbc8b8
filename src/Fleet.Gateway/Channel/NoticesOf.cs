using System.Collections.Immutable;
using Twofold.Fleet.Phones;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway;

/// <summary>What a phone is told of the rules that its work VMs break.</summary>
internal static class NoticesOf
{
    /// <summary>Whether the agent shows notices; others know no such frame.</summary>
    public static bool AreShownBy(PhoneView phone) => phone.KnownSettings.Contains(ComplianceEscalation.Instance.Key);

    /// <summary>The notices, what follows soonest first; what goes beyond <see cref="Limits.MaxNotices"/> is left out.</summary>
    public static ImmutableArray<PhoneNotice> Phone(PhoneView phone) =>
    [
        .. phone.Escalating.OrderBy(r => r.LockAt ?? r.WipeAt ?? DateTimeOffset.MaxValue).Take(Limits.MaxNotices)
            .Select(r => new PhoneNotice(r.Slot, r.Setting, r.Since, r.LockAt, r.WipeAt)),
    ];
}
