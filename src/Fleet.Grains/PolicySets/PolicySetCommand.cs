using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Twofold.Fleet.Governors;
using Twofold.Fleet.Rollouts;

namespace Twofold.Fleet.PolicySets;

/// <summary>One file of a policy set, as its author wrote it.</summary>
public sealed record PolicyFile(string Name, string Text);

/// <summary>What can be asked of the policy set. There is one, with the key <c>organisation</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Propose), "propose")]
[JsonDerivedType(typeof(Released), "released")]
[JsonDerivedType(typeof(Held), "held")]
[JsonDerivedType(typeof(Rejected), "rejected")]
[JsonDerivedType(typeof(Withdraw), "withdraw")]
[JsonDerivedType(typeof(TakeBack), "take-back")]
[JsonDerivedType(typeof(RolloutEnded), "rollout-ended")]
public abstract record PolicySetCommand
{
    private PolicySetCommand()
    {
    }

    /// <summary>
    /// Put a validated set in force. Refused with <c>policy/plan-outdated</c> when <paramref name="BasedOn"/> is not the revision in force,
    /// with <c>policy/pending</c> while another waits for a second person, with <c>policy/rollout-running</c> while one goes out by waves.
    /// </summary>
    /// <param name="ProposalId">Unique; the same proposal again changes nothing.</param>
    /// <param name="Files">The whole set. It was validated whole before; a bad set never becomes a command.</param>
    /// <param name="SetDigest">SHA-256 of the set's canonical form, hex.</param>
    /// <param name="BasedOn">The revision the plan was computed against.</param>
    /// <param name="VmsAtRisk">Work VMs that it puts at risk, from the plan; charged to the governor.</param>
    /// <param name="Effect">The gravest thing that it does to them.</param>
    /// <param name="Rollout">How it goes out; null for to everyone at once. The rollout's key is <paramref name="ProposalId"/>.</param>
    /// <param name="VmsAtRiskBack">Work VMs that taking the revision back puts at risk; charged then.</param>
    /// <param name="EffectBack">The gravest thing that taking it back does to them.</param>
    public sealed record Propose(
        string ProposalId, ImmutableArray<PolicyFile> Files, string SetDigest, long BasedOn, int VmsAtRisk, string Note,
        Effect Effect = Effect.LeaseShortened, RolloutPlan? Rollout = null, int VmsAtRiskBack = 0,
        Effect EffectBack = Effect.LeaseShortened) : PolicySetCommand;

    /// <summary>The governor lets the proposal pass (letter).</summary>
    public sealed record Released(string ProposalId, string? ApprovedBy) : PolicySetCommand;

    /// <summary>The governor holds the proposal (letter).</summary>
    /// <param name="Place">The page of the hold where it waits.</param>
    public sealed record Held(string ProposalId, string Place) : PolicySetCommand;

    /// <summary>The proposal was rejected (letter).</summary>
    public sealed record Rejected(string ProposalId, string By, string Reason) : PolicySetCommand;

    /// <summary>Take a pending proposal back.</summary>
    public sealed record Withdraw(string ProposalId) : PolicySetCommand;

    /// <summary>The revision that goes out is to make room for the one before (letter from its rollout).</summary>
    /// <param name="OrderId">Under which it is charged when it puts work VMs at risk.</param>
    /// <param name="Untouched">No phone has the revision, so nothing is at risk.</param>
    public sealed record TakeBack(string RolloutId, string OrderId, string By, string Reason, bool Untouched) : PolicySetCommand;

    /// <summary>The revision is everyone's (letter from its rollout).</summary>
    public sealed record RolloutEnded(string RolloutId) : PolicySetCommand;
}

/// <summary>The policy set as readers see it.</summary>
/// <param name="Revision">Counts sets that came into force; 0 when none has.</param>
/// <param name="Pending">The proposal that the governor has or holds, or null.</param>
/// <param name="Rollout">The rollout by which the revision goes out while it does, or null.</param>
/// <param name="Before">What phones have that the rollout has not told; null without one.</param>
public sealed record PolicySetView(
    long Revision, ImmutableArray<PolicyFile> Files, string SetDigest, string Author, string? ApprovedBy, string Note, DateTimeOffset? InForceSince,
    PendingProposal? Pending, RejectedProposal? LastRejected, string? Rollout = null, RevisionBefore? Before = null);

/// <summary>The revision that was in force before; revision 0 without files when there was none.</summary>
public sealed record RevisionBefore(long Revision, ImmutableArray<PolicyFile> Files);

/// <summary>A proposal on its way.</summary>
/// <param name="Place">The page of the hold where it waits, while it is held.</param>
/// <param name="Rollout">How it goes out, or null for to everyone at once.</param>
/// <param name="VmsAtRiskBack">Work VMs at risk when it is taken back.</param>
/// <param name="EffectBack">The gravest thing that taking it back does to them.</param>
/// <param name="Returns">The rollout that it takes back, or null.</param>
public sealed record PendingProposal(
    string ProposalId, ImmutableArray<PolicyFile> Files, string SetDigest, long BasedOn, int VmsAtRisk, [property: PersonName] string Author, string Note, DateTimeOffset At, bool Held,
    string Place = "", RolloutPlan? Rollout = null, int VmsAtRiskBack = 0,
    Effect EffectBack = Effect.LeaseShortened, string? Returns = null);

/// <summary>The last proposal that was rejected.</summary>
public sealed record RejectedProposal(string ProposalId, [property: PersonName] string By, string Reason, DateTimeOffset At);
