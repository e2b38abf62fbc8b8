using System.Collections.Immutable;
using Twofold.Fleet;
using Twofold.Web.Features.Looks;

namespace Twofold.Web.Features.Phones;

/// <summary>A phone as the list shows it.</summary>
public sealed record PhoneRow(
    string Id, string Name, string Owner, ImmutableArray<string> Labels, Look State, Look Verdict, Look Work, Look? Wipe, Look Personal,
    long PolicyRevision, DateTimeOffset? LastContact)
{
    /// <summary>A row of the index.</summary>
    public static PhoneRow Of(IndexItem item) => new(
        item.Key,
        item.Text("name") ?? item.Key,
        item.Text("owner") ?? "",
        [.. (item.Text("labels") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        Look.Find(PhoneLooks.States, item.Text("state")),
        Look.Find(PhoneLooks.Verdicts, item.Text("verdict")),
        Look.Find(VmLooks.Guests, item.Text("work_state")),
        item.Text("wipe") is { } wipe ? Look.Find(VmLooks.PhoneWipes, wipe) : null,
        Look.Find(VmLooks.Guests, item.Text("personal_state")),
        item.Integer("policy_revision") ?? 0,
        item.Instant("last_contact"));
}
