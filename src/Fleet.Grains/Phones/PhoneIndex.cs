using System.Collections.Immutable;
using Twofold.Fleet.Rollouts;
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
        new("place", IndexType.Integer),
        new("policy_mark", IndexType.Text),
        new("observed_mark", IndexType.Text),
    ])
    {
        Orders =
        [
            new(null, "name"), new(null, "last_contact"), new(null, "place"), new("state", "name"), new("state", "last_contact"), new("verdict", "name"),
            new("work_state", "name"), new("wipe", "name", Sparse: true), new("owner", "name"),
            new("policy_mark", "observed_mark"),
        ],
        Facets = ["state", "verdict", "work_state", "personal_state", "wipe", "policy_revision"],
    };

    private static readonly IndexSchema Findings = new("findings",
    [
        new("phone", IndexType.Text),
        new("phone_name", IndexType.Text, Searchable: true),
        new("owner", IndexType.Text, Searchable: true),
        new("labels", IndexType.Text, Searchable: true),
        new("setting", IndexType.Text, Searchable: true),
        new("severity", IndexType.Text),
        new("required", IndexType.Text),
        new("observed", IndexType.Text),
        new("source", IndexType.Text),
        new("since", IndexType.Instant),
        new("remedy", IndexType.Text),
        new("grace_end", IndexType.Instant),
        new("next_step", IndexType.Text),
        new("next_step_at", IndexType.Instant),
    ])
    {
        Orders =
        [
            new(null, "since"), new("severity", "since"), new("setting", "since"), new("setting", "phone_name"), new("phone", "setting"),
            new(null, "grace_end"), new("next_step", "next_step_at", Sparse: true),
        ],
        Facets = ["severity", "setting", "source", "next_step"],
        RowsPerGrain = 64,
    };

    public static ImmutableArray<IndexSchema> Tables { get; } = [Phones, Findings, ExposureIndex.Schema];

    /// <summary>A removed phone is in no list but the one of what may still be read.</summary>
    public static ImmutableArray<IndexRow> Rows(PhoneState state) => !state.Enrolled ? []
        : state.IsRemoved ? ExposureIndex.Rows(state)
        : [Row(state), .. FindingsOf(state), .. ExposureIndex.Rows(state)];

    /// <summary>What tells a finding from others of the same phone, as far as a reader can: two VMs may have the same.</summary>
    public static string NameOf(Finding finding) => $"{finding.Setting} {Word(finding.State)}";

    // The worst first, so that they are the ones that stay where there are too many.
    private static IEnumerable<IndexRow> FindingsOf(PhoneState state) => EscalationFacts.Findings(state)
        .Where(f => f.State != VerdictState.Compliant)
        .OrderByDescending(f => f.State)
        .GroupBy(f => f.Setting)
        .SelectMany(g => g.Select((f, n) => Finding(state, f, n == 0 ? f.Setting : $"{f.Setting} {n + 1}")));

    private static IndexRow Finding(PhoneState state, Finding finding, string part) => new("findings",
        [
            state.Id, state.Enrolment.Name, state.Enrolment.Owner, Labels(state), finding.Setting, Word(finding.State), finding.Required, finding.Observed,
            finding.Claimed ? "claimed" : "seen", state.FindingsSince.TryGetValue(NameOf(Seen(finding)), out var since) ? since : null, finding.Remedy,
            GraceEnd(state, finding), Next(state, finding)?.Kind.ToString().ToLowerInvariant(), Next(state, finding)?.At,
        ],
        part);

    // The time of a finding goes on from its grace into what follows.
    private static Finding Seen(Finding finding) => finding.State == VerdictState.InGrace ? finding with { State = VerdictState.NonCompliant } : finding;

    private static DateTimeOffset? GraceEnd(PhoneState state, Finding finding) =>
        EscalationFacts.RulesOf(state, finding).Select(r => EscalationFacts.GraceEnd(state, r)).Min();

    private static (OrderKind Kind, DateTimeOffset At)? Next(PhoneState state, Finding finding) =>
        EscalationFacts.RulesOf(state, finding).Select(r => EscalationFacts.Next(state, r)).OfType<(OrderKind Kind, DateTimeOffset At)>()
            .OrderBy(s => s.At).Select(s => ((OrderKind, DateTimeOffset)?)s).FirstOrDefault();

    private static string Labels(PhoneState state) => string.Join(' ', state.Enrolment.Labels.Select(l => $"{l.Key}={l.Value}"));

    private static IndexRow Row(PhoneState state) => new("phones",
    [
        state.Enrolment.Name, state.Enrolment.Owner, Labels(state), state.Enrolment.Hardware,
        Standing(state), Word(EscalationFacts.Verdict(state)), WorkState(state), PersonalState(state), Wipe(state),
        state.PolicyRevision, state.Version, state.ObservedVersion, state.LastContact, state.Agent, state.Hypervisor,
        Places.Of(state.Id), PolicyMark.Of(state), ObservedMark.Of(state.Report, EscalationFacts.Of(state)),
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

    private static string Word(VerdictState verdict) => verdict switch
    {
        VerdictState.NonCompliant => "non-compliant",
        VerdictState.InGrace => "in-grace",
        _ => verdict.ToString().ToLowerInvariant(),
    };

    private static string Word(GuestState? state) => (state ?? GuestState.Unknown).ToString().ToLowerInvariant();

    /// <summary>What the phone itself knows of a wipe; requests and holds are in <c>vms</c>.</summary>
    private static string? Wipe(PhoneState state) =>
        state.Orders.LastOrDefault(o => o.Order.Kind == OrderKind.Wipe) is { } order ? order.Progress.ToString().ToLowerInvariant()
        : First(state, VmOwner.Organisation) is { } slot && state.Wiped.ContainsKey(slot) && !state.Vms.ContainsKey(slot) ? "proved"
        : null;
}
