using System.Collections.Immutable;

namespace Twofold.Fleet.Governors;

/// <summary>Orders that wait for a second person, who decides on them together.</summary>
/// <param name="Id">The hold's name, <c>hold-n</c>.</param>
/// <param name="Subject">What the first order is about.</param>
/// <param name="Orders">How many orders joined it, those taken back included; they are on the pages <c>Id.0</c>, <c>Id.1</c> and so on.</param>
/// <param name="Left">How many of them still wait.</param>
/// <param name="Vms">The work VMs that they put at risk.</param>
/// <param name="Reason">Why, as the orders say; empty where one person asks for so much that their reasons are put together.</param>
/// <param name="AgreedBy">Who agreed, where it still waits for its time.</param>
/// <param name="About">The operator whom a change of who decides is about, else null.</param>
/// <param name="Due">When it passes by itself unless someone rejects it; null while it waits for a second person.</param>
public sealed record Hold(
    string Id, Effect Effect, string Subject, int Orders, int Left, long Vms, [property: PersonName] string RequestedBy, string Reason,
    DateTimeOffset Since, [property: PersonName] string? AgreedBy = null, DateTimeOffset? Due = null, [property: PersonName] string? About = null)
{
    /// <summary>How many pages its orders fill.</summary>
    public int Pages => (Orders + HoldPages.HoldPageView.MaxOrders - 1) / HoldPages.HoldPageView.MaxOrders;
}

/// <summary>Someone who may approve.</summary>
/// <param name="CountsFrom">From when their approval counts.</param>
public sealed record Approver(string Person, DateTimeOffset Since, DateTimeOffset CountsFrom);

/// <summary>What a bucket has spent of its budget.</summary>
/// <param name="Bucket"><c>organisation</c>, <c>role:name</c> or <c>person:name</c>.</param>
public sealed record SpentBucket(string Bucket, long ThisHour, long ThisDay, Budget Budget);

/// <summary>The governor as readers see it.</summary>
/// <param name="SpentThisHour">VMs that the organisation put at risk within the last 60 minutes, approved ones included.</param>
/// <param name="SpentThisDay">VMs that passed on one person's word within the last 24 hours.</param>
/// <param name="UnknownUntil">After a restore: until when everything counts as spent; else null.</param>
/// <param name="Buckets">Those that spent anything within a day.</param>
/// <param name="Holds">What waits, oldest first; at most <see cref="MaxHolds"/>.</param>
/// <param name="Approvers">Who may approve, by name.</param>
public sealed record GovernorView(
    GovernorSettings Settings, long SpentThisHour, long SpentThisDay, DateTimeOffset? UnknownUntil, ImmutableArray<SpentBucket> Buckets,
    ImmutableArray<Hold> Holds, ImmutableArray<Approver> Approvers)
{
    /// <summary>How many holds may wait; an order that would need a further one is rejected with <c>governor/too-many-held</c>.</summary>
    public const int MaxHolds = 200;

    /// <summary>How many orders may wait in one hold; a further one opens another hold.</summary>
    public const int MaxOrders = StoredLetter.MostPerWrite * HoldPages.HoldPageView.MaxOrders;

    /// <summary>The organisation's budget of an hour.</summary>
    public int VmsPerHour => Settings.Organisation.PerHour;

    /// <summary>How many VMs the organisation may still put at risk on one person's word; what one person may is no more.</summary>
    public long Room => UnknownUntil is null ? Math.Max(0, Math.Min(VmsPerHour - SpentThisHour, Settings.Organisation.PerDay - SpentThisDay)) : 0;
}
