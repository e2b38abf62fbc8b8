using System.Collections.Immutable;
using Twofold.Fleet;
using Twofold.Fleet.Phones;
using Twofold.Protocol;
using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>A page of a list.</summary>
/// <param name="Total">How many rows there are in all, or at least.</param>
/// <param name="AtLeast">Whether there may be more than <paramref name="Total"/>.</param>
/// <param name="Page">The page's number, from 1; null for one that was asked for by its place.</param>
/// <param name="Next">The place of the next page, for <c>after</c>; null on the last.</param>
sealed record PageJson<T>(long Total, bool AtLeast, int? Page, int Size, string? Next, ImmutableArray<T> Items)
{
    public static PageJson<T> Of(IndexPage page, IndexQuery query, Func<IndexItem, T> show) => new(
        page.Total.Rows, page.Total.AtLeast, query.After is null ? (query.Skip / query.Take) + 1 : null, query.Take, page.Next, [.. page.Items.Select(show)]);
}

/// <summary>A phone in a list.</summary>
sealed record PhoneRowJson(
    string Id, string? Name, string? Owner, string? Labels, string? State, string? Verdict, string? WorkState, string? PersonalState, string? Wipe,
    long? PolicyRevision, long? DesiredVersion, long? ObservedVersion, DateTimeOffset? LastContact)
{
    public static PhoneRowJson Of(IndexItem i) => new(
        i.Key, i.Text("name"), i.Text("owner"), i.Text("labels"), i.Text("state"), i.Text("verdict"), i.Text("work_state"), i.Text("personal_state"),
        i.Text("wipe"), i.Integer("policy_revision"), i.Integer("desired_version"), i.Integer("observed_version"), i.Instant("last_contact"));
}

/// <summary>A phone with its VMs.</summary>
sealed record PhoneJson(
    string Id, string Name, string Owner, ImmutableSortedDictionary<string, string> Labels, bool Online, bool Settled, bool Conflict,
    long DesiredVersion, long ReceivedVersion, long ObservedVersion, long PolicyRevision, DateTimeOffset? LastContact, string Agent, string Hypervisor,
    ComplaintJson? Complaint, PhoneBar? Barred, ImmutableArray<ExposureJson> Exposures, ImmutableArray<ForeignOrderJson> ForeignOrders, ImmutableArray<VmJson> Vms,
    DescriptionJson? Waiting, ImmutableArray<EscalatingJson> Escalating, ImmutableArray<EscalatedJson> Escalated)
{
    public static readonly ImmutableSortedDictionary<string, string> NoLabels = ImmutableSortedDictionary<string, string>.Empty;

    public static PhoneJson Of(PhoneDetail d) => new(
        d.Phone.PhoneId, d.Phone.Name, d.Phone.Owner, d.Phone.Labels, d.Phone.Online, d.Phone.Settled, d.Phone.Conflict,
        d.Phone.Desired.Version, d.Phone.ReceivedVersion, d.Phone.ObservedVersion, d.Phone.PolicyRevision, d.Phone.LastContact, d.Phone.Agent,
        d.Phone.Hypervisor, d.Phone.Complaint is { } c ? new(c.Code, c.Explanation, c.At) : null, d.Phone.Barred,
        [.. d.Phone.Exposures.Select(ExposureJson.Of)], [.. d.Phone.Foreign.Select(ForeignOrderJson.Of)], [.. d.Vms.Select(VmJson.Of)],
        DescriptionJson.Of(d.Phone.Waiting), [.. d.Phone.Escalating.Select(EscalatingJson.Of)], [.. d.Phone.Steps.Select(EscalatedJson.Of)]);
}

/// <summary>A rule that a work VM breaks, and what follows unless it is mended.</summary>
/// <param name="LockAt">When it leads to a lock; null for never.</param>
/// <param name="WipeAt">When it leads to a wipe; null for never.</param>
sealed record EscalatingJson(
    string Slot, string Setting, DateTimeOffset Since, DateTimeOffset? LockAt, DateTimeOffset? WipeAt, bool InGrace, string Remedy)
{
    public static EscalatingJson Of(EscalatingRule r) => new(r.Slot, r.Setting, r.Since, r.LockAt, r.WipeAt, r.InGrace, r.Remedy);
}

/// <summary>A step that escalation has taken; how far its order is stands with the VM.</summary>
/// <param name="Refused">Why the order could not be given, or null.</param>
sealed record EscalatedJson(string Slot, long Epoch, OrderKind Kind, string OrderId, string Setting, DateTimeOffset At, string? Refused)
{
    public static EscalatedJson Of(TakenStep s) => new(s.Slot, s.Epoch, s.Kind, s.OrderId, s.Setting, s.At, s.Refused);
}

/// <summary>What a phone is to be called, and waits for a second person.</summary>
/// <param name="Hold">The page of the hold where it waits; null while the governor has not answered.</param>
sealed record DescriptionJson(string Name, string Owner, ImmutableSortedDictionary<string, string> Labels, string AskedBy, DateTimeOffset At, string? Hold)
{
    public static DescriptionJson? Of(WaitingDescription? waits) =>
        waits is null ? null : new(waits.Name, waits.Owner, waits.Labels, waits.AskedBy, waits.At, waits.Place);
}

/// <summary>Something the phone refused.</summary>
sealed record ComplaintJson(string Code, string Message, DateTimeOffset At);

/// <summary>A setting as read back.</summary>
sealed record SettingJson(string? Value, bool Claimed)
{
    public static SettingJson Of(ObservedSetting seen) => new(seen.Text, seen.Claimed);
}
