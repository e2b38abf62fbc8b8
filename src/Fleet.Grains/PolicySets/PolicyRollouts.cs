using Twofold.Fleet.Governors;
using Twofold.Fleet.Rollouts;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.PolicySets.PolicySetEvent>;

namespace Twofold.Fleet.PolicySets;

/// <summary>How a revision goes out by waves, and how it is taken back: always by a revision of its own, because phones only go forward.</summary>
internal static class PolicyRollouts
{
    public static Outcome PutInForce(PolicySetState state, PendingProposal proposal, string? approvedBy, DateTimeOffset now)
    {
        var revision = state.Revision + 1;
        var inForce = Outcome.Happened(new PolicySetEvent.PutInForce(revision, proposal, approvedBy, now));
        if (proposal.Returns is { } back) return inForce.Tell(Rollouts.Rollouts.Id(back), new RolloutCommand.TakenBack(revision));
        return proposal.Rollout is { } plan
            ? inForce.Tell(Rollouts.Rollouts.Id(proposal.ProposalId), new RolloutCommand.Begin(plan, revision, proposal.Author, proposal.Note))
            : inForce;
    }

    /// <summary>A revision whose taking back puts VMs at risk is charged for it, like any other.</summary>
    public static Outcome TakeBack(PolicySetState state, PolicySetCommand.TakeBack back, TurnContext context)
    {
        var atRisk = back.Untouched ? 0 : state.InForce!.Proposal.VmsAtRiskBack;
        var proposal = Before(state, back, atRisk, context.Now);
        if (atRisk <= 0) return PutInForce(state, proposal, null, context.Now);
        return Outcome.Happened(new PolicySetEvent.Proposed(proposal)).Tell(
            Governors.Governors.Organisation,
            new GovernorCommand.Charge(back.OrderId, state.InForce!.Proposal.EffectBack, $"policy revision {state.Revision} taken back", atRisk, back.Reason));
    }

    /// <summary>Tells the rollout, when the proposal was to take it back, that its revision stays.</summary>
    public static Outcome Kept(Outcome outcome, PendingProposal proposal, string by, string reason) => proposal.Returns is { } back
        ? outcome.Tell(Rollouts.Rollouts.Id(back), new RolloutCommand.Kept(by, reason))
        : outcome;

    private static PendingProposal Before(PolicySetState state, PolicySetCommand.TakeBack back, int atRisk, DateTimeOffset now)
    {
        var before = state.Before?.Proposal;
        return new PendingProposal(
            back.OrderId, before?.Files ?? [], before?.SetDigest ?? Policies.PolicySet.Empty.Digest, state.Revision, atRisk, back.By, back.Reason, now, Held: false,
            Returns: back.RolloutId);
    }
}
