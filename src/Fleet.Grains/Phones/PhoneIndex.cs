using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Fleet.Phones;

/// <summary>The phones' rows in the index.</summary>
internal static class PhoneIndex
{
    public static IndexSchema Schema { get; } = new("phones",
    [
        new("name", IndexType.Text, Searchable: true),
        new("owner", IndexType.Text, Searchable: true),
        new("labels", IndexType.Text, Searchable: true),
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
    ]);

    public static IndexRow? Row(PhoneState state) => !state.Enrolled ? null : new IndexRow(
    [
        state.Enrolment.Name, state.Enrolment.Owner, string.Join(' ', state.Enrolment.Labels.Select(l => $"{l.Key}={l.Value}")),
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
