using System.Collections.Immutable;
using Twofold.Fleet.Governors;
using Twofold.Fleet.HoldPages;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.PolicySets.PolicySetEvent>;

namespace Twofold.Fleet.PolicySets;

/// <summary>
/// The rules of the policy set: one in force, at most one on its way. A proposal names the revision it was planned against,
/// so one that arrives again after it came into force finds another revision and changes nothing.
/// </summary>
public sealed class PolicySetRules : IRules<PolicySetState, PolicySetCommand, PolicySetEvent, PolicySetView>
{
    private const int MaxFiles = 200;
    private const int MaxCharacters = 1_000_000;

    private PolicySetRules()
    {
    }

    private enum Standing
    {
        Idle,
        Charging,
        Held,
    }

    /// <inheritdoc/>
    public static string Kind => "policy-set";

    /// <inheritdoc/>
    public static PolicySetState Initial => PolicySetState.Initial;

    /// <inheritdoc/>
    public static PolicySetCommand? Wake => null;

    /// <inheritdoc/>
    public static ImmutableArray<IndexSchema> Tables => [];

    /// <inheritdoc/>
    public static string Needs(PolicySetCommand command, GrainId self) => command switch
    {
        PolicySetCommand.Propose or PolicySetCommand.Withdraw => Capability.PolicyWrite,
        _ => Capability.Internal,
    };

    /// <inheritdoc/>
    public static Outcome Decide(PolicySetState state, PolicySetCommand command, TurnContext context) => (StandingOf(state), command) switch
    {
        (_, PolicySetCommand.Propose propose) when IsKnown(state, propose.ProposalId) => Outcome.Nothing,
        (Standing.Charging or Standing.Held, PolicySetCommand.Propose) =>
            Outcome.No("policy/pending", "another proposal waits; withdraw it or have it decided first"),
        (_, PolicySetCommand.Propose) when state.Rollout is not null =>
            Outcome.No("policy/rollout-running", "a revision goes out by waves; let it end, or roll it back first"),
        (_, PolicySetCommand.Propose propose) when propose.BasedOn != state.Revision =>
            Outcome.No("policy/plan-outdated", $"the plan is for revision {propose.BasedOn}, revision {state.Revision} is in force"),
        (_, PolicySetCommand.Propose propose) => Propose(state, propose, context),

        (Standing.Idle, PolicySetCommand.Withdraw withdraw) => NotPending(withdraw.ProposalId),
        (_, PolicySetCommand.Withdraw withdraw) when withdraw.ProposalId != state.Pending!.ProposalId => NotPending(withdraw.ProposalId),
        (Standing.Held, PolicySetCommand.Withdraw withdraw) => PolicyRollouts.Kept(
            TakeBack(Outcome.Happened(new PolicySetEvent.Withdrawn(withdraw.ProposalId)), state.Pending!.Place, withdraw.ProposalId),
            state.Pending, context.Actor.Shown, "withdrawn"),
        (_, PolicySetCommand.Withdraw withdraw) => PolicyRollouts.Kept(
            Outcome.Happened(new PolicySetEvent.Withdrawn(withdraw.ProposalId)), state.Pending!, context.Actor.Shown, "withdrawn"),

        (Standing.Charging, PolicySetCommand.Held held) when held.ProposalId == state.Pending!.ProposalId =>
            Outcome.Happened(new PolicySetEvent.HeldBack(held.ProposalId, held.Place)),
        (_, PolicySetCommand.Held held) when state.Ended.Contains(held.ProposalId) => TakeBack(Outcome.Nothing, held.Place, held.ProposalId),
        (Standing.Charging or Standing.Held, PolicySetCommand.Released yes) when yes.ProposalId == state.Pending!.ProposalId =>
            PolicyRollouts.PutInForce(state, state.Pending, yes.ApprovedBy, context.Now),
        (Standing.Charging or Standing.Held, PolicySetCommand.Rejected no) when no.ProposalId == state.Pending!.ProposalId => PolicyRollouts.Kept(
            Outcome.Happened(new PolicySetEvent.TurnedDown(new RejectedProposal(no.ProposalId, no.By, no.Reason, context.Now))),
            state.Pending, no.By, no.Reason),

        (Standing.Idle, PolicySetCommand.TakeBack back) when back.RolloutId == state.Rollout && !state.Ended.Contains(back.OrderId) =>
            PolicyRollouts.TakeBack(state, back, context),
        (_, PolicySetCommand.RolloutEnded ended) when ended.RolloutId == state.Rollout =>
            Outcome.Happened(new PolicySetEvent.RolledOut(ended.RolloutId)),
        _ => Outcome.Nothing,
    };

    /// <inheritdoc/>
    public static PolicySetState Apply(PolicySetState state, PolicySetEvent happened) => happened switch
    {
        PolicySetEvent.Proposed e => state with { Pending = e.Proposal },
        PolicySetEvent.HeldBack e => state with { Pending = state.Pending! with { Held = true, Place = e.Place } },
        PolicySetEvent.PutInForce e => state.Enforce(e),
        PolicySetEvent.TurnedDown e => state.End() with { LastRejected = e.Rejection },
        PolicySetEvent.Withdrawn => state.End(),
        PolicySetEvent.RolledOut => state with { Rollout = null, Before = null },
        _ => throw new InvalidOperationException("every event is listed above"),
    };

    /// <inheritdoc/>
    public static DateTimeOffset? WakeAt(PolicySetState state) => null;

    /// <inheritdoc/>
    public static PolicySetCommand? Returned(Letter letter, string code, string explanation) =>
        letter.Command is GovernorCommand.Charge charge ? new PolicySetCommand.Rejected(charge.OrderId, "governor", code) : null;

    /// <inheritdoc/>
    public static PolicySetCommand? Judged(Judgement judgement) => judgement switch
    {
        Judgement.Released j => new PolicySetCommand.Released(j.OrderId, j.ApprovedBy),
        Judgement.Held j => new PolicySetCommand.Held(j.OrderId, j.Place),
        Judgement.Rejected j => new PolicySetCommand.Rejected(j.OrderId, j.By, j.Reason),
        _ => null,
    };

    /// <inheritdoc/>
    public static PolicySetView View(PolicySetState state, DateTimeOffset now) => new(
        state.Revision, state.InForce?.Proposal.Files ?? [], state.InForce?.Proposal.SetDigest ?? "", state.InForce?.Proposal.Author ?? "",
        state.InForce?.ApprovedBy, state.InForce?.Proposal.Note ?? "", state.InForce?.At, state.Pending, state.LastRejected,
        state.Rollout, state.Rollout is null ? null : new RevisionBefore(state.Before?.Revision ?? 0, state.Before?.Proposal.Files ?? []));

    /// <inheritdoc/>
    public static ImmutableArray<IndexRow> Rows(PolicySetState state, GrainId self) => [];

    private static Outcome Propose(PolicySetState state, PolicySetCommand.Propose propose, TurnContext context)
    {
        if (Problem(propose) is { } problem) return Outcome.No("policy/too-large", problem);
        if (propose.Rollout?.Problem() is { } bad) return Outcome.No("rollout/bad-plan", bad);
        if (propose.SetDigest == state.InForce?.Proposal.SetDigest) return Outcome.Nothing;
        var author = context.Actor.Shown;
        var proposal = new PendingProposal(
            propose.ProposalId, propose.Files, propose.SetDigest, propose.BasedOn, propose.VmsAtRisk, author, propose.Note, context.Now, Held: false,
            Rollout: propose.Rollout, VmsAtRiskBack: propose.VmsAtRiskBack, EffectBack: propose.EffectBack);
        if (propose.VmsAtRisk <= 0) return PolicyRollouts.PutInForce(state, proposal, null, context.Now);
        return Outcome.Happened(new PolicySetEvent.Proposed(proposal)).Tell(
            Governors.Governors.Organisation,
            new GovernorCommand.Charge(propose.ProposalId, propose.Effect, $"policy revision {state.Revision + 1}", propose.VmsAtRisk, propose.Note));
    }

    private static string? Problem(PolicySetCommand.Propose propose) =>
        propose.Files.Length > MaxFiles || propose.Files.Sum(f => f.Text.Length + f.Name.Length) > MaxCharacters || propose.Note.Length > 1000
            ? $"a set has at most {MaxFiles} files, {MaxCharacters} characters, and a note of 1000"
            : null;

    private static Outcome TakeBack(Outcome outcome, string place, string proposalId) =>
        outcome.Tell(HoldPages.HoldPages.At(place), new HoldPageCommand.Withdraw(proposalId));

    private static Outcome NotPending(string id) => Outcome.No("policy/not-pending", $"no proposal `{id}` waits");

    private static bool IsKnown(PolicySetState state, string id) =>
        id == state.Pending?.ProposalId || id == state.InForce?.Proposal.ProposalId || state.Ended.Contains(id);

    private static Standing StandingOf(PolicySetState state) => state.Pending switch
    {
        null => Standing.Idle,
        { Held: true } => Standing.Held,
        _ => Standing.Charging,
    };
}
