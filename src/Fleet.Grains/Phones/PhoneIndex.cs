using System.Collections.Immutable;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Fleet.Phones;

/// <summary>The phones' rows in the index.</summary>
internal static class PhoneIndex
{
    private static readonly IndexSchema Phones = new("phones",
    [
        new("name", IndexType.Text, Searchable: true),
        new("owner", IndexType.Text, Searchable: true),
        new("labels", IndexType.Text, Searchable: true),
        new("hardware", IndexType.Text, Searchable: true),
        new("state", IndexType.Text),
        new("verdict", IndexType.Text),
        new("work_state", IndexType.Text),
        new("personal_state", IndexType.Text),
        new("wipe", IndexType.Text),
        new("policy_revision", IndexType.Integer),
        new("desired_version", IndexType.Integer),
        new("observed_version", IndexType.Integer),
        new("last_contact", IndexType.Instant),
        new("agent", IndexType.Text),
        new("hypervisor", IndexType.Text),
    ])
    {
        Orders =
        [
            new(null, "name"), new(null, "last_contact"), new("state", "name"), new("state", "last_contact"), new("verdict", "name"),
            new("work_state", "name"), new("wipe", "name", Sparse: true), new("owner", "name"),
        ],
        Facets = ["state", "verdict", "work_state", "personal_state", "wipe", "policy_revision"],
    };

    public static ImmutableArray<IndexSchema> Tables { get; } = [Phones, ExposureIndex.Schema];

    /// <summary>A removed phone is in no list but the one of what may still be read.</summary>
    public static ImmutableArray<IndexRow> Rows(PhoneState state) =>
        !state.Enrolled ? [] : state.IsRemoved ? ExposureIndex.Rows(state) : [Row(state), .. ExposureIndex.Rows(state)];

    private static IndexRow Row(PhoneState state) => new("phones",
    [
        state.Enrolment.Name, state.Enrolment.Owner, string.Join(' ', state.Enrolment.Labels.Select(l => $"{l.Key}={l.Value}")), state.Enrolment.Hardware,
        Standing(state), Word(state.Verdict), WorkState(state), PersonalState(state), Wipe(state),
        state.PolicyRevision, state.Version, state.ObservedVersion, state.LastContact, state.Agent, state.Hypervisor,
    ]);

    private static string Standing(PhoneState state) => state switch
    {
        { ConflictVersion: not null } => "conflict",
        { Session: null } => "offline",
        _ when state.ObservedVersion < state.Version => "pushing",
        _ => "online",
    };

    private static string WorkState(PhoneState state) => Word(state.Report?.Work.FirstOrDefault(w => w.Slot == First(state, VmOwner.Organisation))?.State);

    private static string PersonalState(PhoneState state) => Word(state.Report?.Personal.FirstOrDefault(p => p.Slot == First(state, VmOwner.Personal))?.State);

    private static string? First(PhoneState state, VmOwner owner) => state.Enrolment.Slots.FirstOrDefault(s => s.Owner == owner)?.Slot;

    private static string Word(VerdictState verdict) => verdict == VerdictState.NonCompliant ? "non-compliant" : verdict.ToString().ToLowerInvariant();

    private static string Word(GuestState? state) => (state ?? GuestState.Unknown).ToString().ToLowerInvariant();

    /// <summary>What the phone itself knows of a wipe; requests and holds are in <c>vms</c>.</summary>
    private static string? Wipe(PhoneState state) =>
        state.Orders.LastOrDefault(o => o.Order.Kind == OrderKind.Wipe) is { } order ? order.Progress.ToString().ToLowerInvariant()
        : First(state, VmOwner.Organisation) is { } slot && state.Wiped.ContainsKey(slot) && !state.Vms.ContainsKey(slot) ? "proved"
        : null;
}
