using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Fleet.Phones;

/// <summary>A rule that a work VM was seen to break, with its first time.</summary>
/// <param name="Slot">The slot of the VM; a rule about what passes between VMs is broken by every work VM of the phone.</param>
/// <param name="Setting">The rule: the key of a setting.</param>
/// <param name="Since">When it was seen first.</param>
/// <param name="MendedAt">When it was seen to hold again, or null. Within a day of that the rule is not forgotten: flapping gives no new grace.</param>
/// <param name="OverAt">When it was noticed that its grace had ended, or null.</param>
public sealed record BrokenRule(string Slot, string Setting, DateTimeOffset Since, DateTimeOffset? MendedAt = null, DateTimeOffset? OverAt = null)
{
    /// <summary>For how long a rule that holds again keeps its first time.</summary>
    public static readonly TimeSpan Relapse = TimeSpan.FromHours(24);

    /// <summary>Whether the rule is broken as far as is known.</summary>
    [JsonIgnore]
    public bool Stands => MendedAt is null;

    /// <summary>Whether its first time counts no more.</summary>
    internal bool IsForgotten(DateTimeOffset now) => now >= MendedAt + Relapse;
}

/// <summary>A step that escalation has taken: an order that the work VM's grain was asked for.</summary>
/// <param name="Setting">The rule behind it; of several the one that was broken first.</param>
/// <param name="Refused">The code with which the order was refused, or null.</param>
public sealed record TakenStep(string Slot, long Epoch, OrderKind Kind, string OrderId, string Setting, DateTimeOffset At, string? Refused = null)
{
    private const string NoRoom = "governor/too-many-held";
    private static readonly TimeSpan AskAgain = TimeSpan.FromDays(1);

    /// <summary>When the step is taken again, where the governor could hold no more orders; else null.</summary>
    [JsonIgnore]
    public DateTimeOffset? AgainAt => Refused == NoRoom ? At + AskAgain : null;
}

/// <summary>A broken rule as readers see it.</summary>
/// <param name="LockAt">When the VM is or was to be locked for it; null for never.</param>
/// <param name="WipeAt">When the VM is or was to be wiped for it; null for never.</param>
/// <param name="InGrace">Whether the first of these is still to come.</param>
/// <param name="Remedy">What to do, in words; empty where nothing is known of the rule just now.</param>
public sealed record EscalatingRule(
    string Slot, string Setting, DateTimeOffset Since, DateTimeOffset? LockAt, DateTimeOffset? WipeAt, bool InGrace, string Remedy)
{
    /// <summary>Whether policy gave days to mend it, and they are over.</summary>
    [JsonIgnore]
    public bool IsOverdue => !InGrace && (LockAt ?? WipeAt) is not null;
}

/// <summary>What a phone's rules come to, derived from what is stored.</summary>
internal static class EscalationFacts
{
    /// <summary>Rules that are broken as far as is known, of VMs that are wanted.</summary>
    public static IEnumerable<BrokenRule> Standing(PhoneState state) => state.Broken.Where(r => r.Stands && state.Vms.ContainsKey(r.Slot));

    /// <summary>What follows from a rule.</summary>
    public static EscalationSteps StepsOf(PhoneState state, BrokenRule rule) => TermsOf(state, rule.Slot).Of(rule.Setting);

    /// <summary>When the rule leads to this step; null for never.</summary>
    public static DateTimeOffset? At(PhoneState state, BrokenRule rule, OrderKind kind) =>
        kind == OrderKind.Lock ? StepsOf(state, rule).LockAt(rule.Since) : StepsOf(state, rule).WipeAt(rule.Since);

    /// <summary>When the grace of a rule ends; null where it has none, or none any more.</summary>
    public static DateTimeOffset? GraceEnd(PhoneState state, BrokenRule rule) =>
        StepsOf(state, rule).GraceEnd(rule.Since) is { } end && !(rule.OverAt >= end) ? end : null;

    /// <summary>The next step that is still to be taken for a rule, and when.</summary>
    public static (OrderKind Kind, DateTimeOffset At)? Next(PhoneState state, BrokenRule rule) => Untaken(state, rule.Slot)
        .Select(s => (s.Kind, At: At(state, rule, s.Kind) is { } at ? (at > s.From ? at : s.From) : (DateTimeOffset?)null))
        .Where(s => s.At is not null)
        .OrderBy(s => s.At)
        .Select(s => ((OrderKind, DateTimeOffset)?)(s.Kind, s.At!.Value))
        .FirstOrDefault();

    /// <summary>The steps that can still be taken against a VM, and from when: after a wipe was asked for there is nothing left to lock.</summary>
    public static IEnumerable<(OrderKind Kind, DateTimeOffset From)> Untaken(PhoneState state, string slot)
    {
        var steps = state.Steps.Where(s => s.Slot == slot).ToList();
        if (steps.TrueForAll(s => s.AgainAt is not null)) yield return (OrderKind.Lock, From(OrderKind.Lock));
        if (steps.TrueForAll(s => s.AgainAt is not null || s.Kind != OrderKind.Wipe)) yield return (OrderKind.Wipe, From(OrderKind.Wipe));

        DateTimeOffset From(OrderKind kind) => steps.Find(s => s.Kind == kind)?.AgainAt ?? DateTimeOffset.MinValue;
    }

    /// <summary>The rules as readers see them, in the order of VMs and settings.</summary>
    public static ImmutableArray<EscalatingRule> Of(PhoneState state) =>
    [
        .. Standing(state).OrderBy(r => r.Slot, StringComparer.Ordinal).ThenBy(r => r.Setting, StringComparer.Ordinal).Select(r => new EscalatingRule(
            r.Slot, r.Setting, r.Since, At(state, r, OrderKind.Lock), At(state, r, OrderKind.Wipe), GraceEnd(state, r) is not null, RemedyOf(state, r))),
    ];

    /// <summary>The verdict, which knows grace: as long as each rule that is broken has days left, the phone is in grace.</summary>
    public static VerdictState Verdict(PhoneState state) => state.Verdict == VerdictState.NonCompliant
        && state.Findings.Where(f => f.State == VerdictState.NonCompliant).ToList() is { Count: > 0 } broken && broken.TrueForAll(f => IsInGrace(state, f))
            ? VerdictState.InGrace
            : state.Verdict;

    /// <summary>The findings, which know grace.</summary>
    public static ImmutableArray<Finding> Findings(PhoneState state) => state.Broken.IsEmpty
        ? state.Findings
        : [.. state.Findings.Select(f => f.State == VerdictState.NonCompliant && IsInGrace(state, f) ? f with { State = VerdictState.InGrace } : f)];

    /// <summary>The rules behind a finding: one of its VM, or one of each VM where it is about the phone.</summary>
    public static IEnumerable<BrokenRule> RulesOf(PhoneState state, Finding finding) =>
        Standing(state).Where(r => r.Setting == finding.Setting && (finding.Slot is null || r.Slot == finding.Slot));

    private static bool IsInGrace(PhoneState state, Finding finding) =>
        RulesOf(state, finding).ToList() is { Count: > 0 } rules && rules.TrueForAll(r => GraceEnd(state, r) is not null);

    private static string RemedyOf(PhoneState state, BrokenRule rule) =>
        state.Findings.FirstOrDefault(f => f.Setting == rule.Setting && (f.Slot is null || f.Slot == rule.Slot))?.Remedy ?? "";

    private static Escalation TermsOf(PhoneState state, string slot) => state.Escalations.TryGetValue(slot, out var text)
        ? ComplianceEscalation.Instance.Parse(text).Value
        : ComplianceEscalation.Instance.Default;
}
