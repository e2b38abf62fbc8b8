using System.Security.Cryptography;
using System.Text;
using Twofold.Fleet.Vms;
using Twofold.Policies;
using Twofold.Protocol;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Phones.PhoneEvent>;

namespace Twofold.Fleet.Phones;

/// <summary>
/// What follows where a work VM stays out of compliance. Reports only say since when which rule is broken; whatever is done about it is done
/// by the installation itself when it wakes, as an order that the governor counts like anybody's. INVARIANT: only VMs that are wanted are
/// ever named here, and only the organisation's are wanted; and nothing is ordered on what was judged by documents of before.
/// </summary>
internal static class PhoneEscalation
{
    /// <summary>How many broken rules are followed; a further one is once another is forgotten.</summary>
    public const int MaxRules = 256;

    private const string OrderPrefix = "esc-";
    private const int OrderDigits = 32;

    /// <summary>What is wrong with the terms that a report was judged by, or null.</summary>
    public static string? Problem(PhoneState state, IReadOnlyDictionary<string, string> terms) =>
        terms.FirstOrDefault(t => state.OwnerOf(t.Key) != VmOwner.Organisation || !ComplianceEscalation.Instance.Parse(t.Value).IsRead) is { Key: { } slot }
            ? $"`{slot}` has no terms of escalation that can be read"
            : null;

    /// <summary>
    /// What a report shows: rules that are broken get their first time, rules that hold again lose it. What could not be seen does neither,
    /// so a phone does not win time by hiding a value.
    /// </summary>
    public static Outcome Heed(PhoneState state, DateTimeOffset now)
    {
        var broken = Rules(state, VerdictState.NonCompliant);
        var unseen = Rules(state, VerdictState.Unknown);
        var room = MaxRules - state.Broken.Count(r => !r.IsForgotten(now));
        return Outcome.Happened(
        [
            .. broken.Where(r => Known(state, r) is not { Stands: true })
                .Where(r => Known(state, r) is { } known && !known.IsForgotten(now) || room-- > 0)
                .Select(r => new PhoneEvent.RuleBroken(r.Slot, r.Setting, Since(state, r, now))),
            .. state.Broken.Where(r => r.Stands && !broken.Contains((r.Slot, r.Setting)) && !unseen.Contains((r.Slot, r.Setting)))
                .Select(r => new PhoneEvent.RuleMended(r.Slot, r.Setting, now)),
        ]);
    }

    /// <summary>When something is to be done, or null. While nothing was judged by the documents in force everything waits.</summary>
    public static DateTimeOffset? Next(PhoneState state)
    {
        if (state.JudgedAt is not { } judged || state.IsRemoved || (state.Broken.IsEmpty && state.Steps.IsEmpty)) return null;
        if (state.Steps.Any(s => !HasGround(state, s, judged))) return judged;
        return EscalationFacts.Standing(state).SelectMany(r => new[] { EscalationFacts.GraceEnd(state, r), EscalationFacts.Next(state, r)?.At }).Min();
    }

    /// <summary>Does what is due: steps without a ground are taken back, grace ends, and of the steps that are due the most severe is taken.</summary>
    public static Outcome Look(PhoneState state, TurnContext context)
    {
        if (Next(state) is not { } due || due > context.Now) return Outcome.Nothing;
        var eased = state.Steps.Where(s => !HasGround(state, s, state.JudgedAt!.Value)).Aggregate(Outcome.Nothing, (outcome, s) => Ease(outcome, state, s, context.Now));
        var over = EscalationFacts.Standing(state).Where(r => EscalationFacts.GraceEnd(state, r) <= context.Now)
            .Select(r => new PhoneEvent.GraceEnded(r.Slot, r.Setting, context.Now));
        var rest = eased is Outcome.Accepted { Events: var events } ? events.Aggregate(state, PhoneFold.Apply) : state;
        return rest.Vms.Keys.Aggregate(eased.And(Outcome.Happened([.. over])), (outcome, slot) => outcome.And(Take(rest, slot, context)));
    }

    /// <summary>An order could not be taken by the VM's grain: the step counts as taken, and people see why nothing came of it.</summary>
    public static Outcome Refuse(PhoneState state, string orderId, string code) => state.Steps.Any(s => s.OrderId == orderId && s.Refused is null)
        ? Outcome.Happened(new PhoneEvent.EscalationRefused(orderId, code))
        : Outcome.Nothing;

    /// <summary>Whether escalation asked for the order.</summary>
    public static bool IsOurs(string orderId) => orderId.StartsWith(OrderPrefix, StringComparison.Ordinal);

    private static Outcome Take(PhoneState state, string slot, TurnContext context)
    {
        var due = EscalationFacts.Untaken(state, slot).Where(s => s.From <= context.Now).OrderByDescending(s => s.Kind == OrderKind.Wipe)
            .Select(s => (s.Kind, Rule: Ground(state, slot, s.Kind, context.Now)))
            .FirstOrDefault(s => s.Rule is not null);
        if (due.Rule is not { } rule) return Outcome.Nothing;
        var epoch = state.Vms[slot].Epoch;
        var step = new TakenStep(slot, epoch, due.Kind, OrderId(state, slot, due.Kind, context.CommandId), rule.Setting, context.Now);
        return Outcome.Happened(new PhoneEvent.Escalated(step)).Tell(Vms.Vms.Of(state.Id, slot), Order(step));
    }

    // As many VMs may break one rule, their orders wait in one hold: the reason names none of them.
    private static VmCommand Order(TakenStep step)
    {
        var reason = $"out of compliance for longer than policy allows: {step.Setting}";
        return step.Kind == OrderKind.Wipe ? new VmCommand.RequestWipe(step.OrderId, reason, step.Epoch) : new VmCommand.RequestLock(step.OrderId, reason, step.Epoch);
    }

    private static Outcome Ease(Outcome outcome, PhoneState state, TakenStep step, DateTimeOffset now)
    {
        var eased = outcome.And(Outcome.Happened(new PhoneEvent.EscalationEased(step.OrderId, now)));
        if (step.Refused is not null) return eased;
        return eased.Tell(Vms.Vms.Of(state.Id, step.Slot), step.Kind == OrderKind.Wipe
            ? new VmCommand.CancelWipe(step.OrderId, UnlessReleased: true)
            : (VmCommand)new VmCommand.Unlock(step.OrderId));
    }

    private static bool HasGround(PhoneState state, TakenStep step, DateTimeOffset judged) =>
        Ground(state, step.Slot, step.Kind, step.At > judged ? step.At : judged) is not null;

    /// <summary>The rule that leads to this step by that time; of several the one that was broken first.</summary>
    private static BrokenRule? Ground(PhoneState state, string slot, OrderKind kind, DateTimeOffset by) => EscalationFacts.Standing(state)
        .Where(r => r.Slot == slot && EscalationFacts.At(state, r, kind) <= by)
        .OrderBy(r => r.Since).ThenBy(r => r.Setting, StringComparer.Ordinal)
        .FirstOrDefault();

    private static HashSet<(string Slot, string Setting)> Rules(PhoneState state, VerdictState standing) =>
    [
        .. state.Findings.Where(f => f.State == standing)
            .SelectMany(f => (f.Slot is { } slot ? [slot] : state.Vms.Keys).Where(state.Vms.ContainsKey).Select(s => (s, f.Setting))),
    ];

    private static BrokenRule? Known(PhoneState state, (string Slot, string Setting) rule) =>
        state.Broken.FirstOrDefault(r => r.Slot == rule.Slot && r.Setting == rule.Setting);

    private static DateTimeOffset Since(PhoneState state, (string Slot, string Setting) rule, DateTimeOffset now) =>
        Known(state, rule) is { } known && !known.IsForgotten(now) ? known.Since : now;

    // Unique in the whole fleet, because the governor knows orders by their ids; the same turn always gives the same.
    private static string OrderId(PhoneState state, string slot, OrderKind kind, string command) =>
        OrderPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{state.Id}/{slot}/{kind}/{command}")))[..OrderDigits];
}
