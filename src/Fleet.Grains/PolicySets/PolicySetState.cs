using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Twofold.Fleet.PolicySets;

/// <summary>What has happened to the policy set.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Proposed), "proposed")]
[JsonDerivedType(typeof(HeldBack), "held-back")]
[JsonDerivedType(typeof(PutInForce), "put-in-force")]
[JsonDerivedType(typeof(TurnedDown), "turned-down")]
[JsonDerivedType(typeof(Withdrawn), "withdrawn")]
[JsonDerivedType(typeof(RolledOut), "rolled-out")]
public abstract record PolicySetEvent
{
    private PolicySetEvent()
    {
    }

    /// <summary>A set that puts VMs at risk was proposed; the governor has it.</summary>
    public sealed record Proposed(PendingProposal Proposal) : PolicySetEvent;

    /// <summary>The governor holds the proposal.</summary>
    public sealed record HeldBack(string ProposalId, string Place = "") : PolicySetEvent;

    /// <summary>A set came into force; the files are whole, so that history needs nothing else.</summary>
    public sealed record PutInForce(long Revision, PendingProposal Proposal, [property: PersonName] string? ApprovedBy, DateTimeOffset At) : PolicySetEvent;

    /// <summary>The proposal was rejected.</summary>
    public sealed record TurnedDown(RejectedProposal Rejection) : PolicySetEvent;

    /// <summary>The proposal was taken back.</summary>
    public sealed record Withdrawn(string ProposalId) : PolicySetEvent;

    /// <summary>The revision in force is everyone's.</summary>
    public sealed record RolledOut(string RolloutId) : PolicySetEvent;
}

/// <summary>The policy set, folded from its events.</summary>
public sealed record PolicySetState
{
    /// <summary>How many ended proposals are remembered; the oldest is forgotten first.</summary>
    public const int MaxEnded = 64;

    /// <summary>No set in force.</summary>
    public static PolicySetState Initial { get; } = new();

    /// <summary>The set in force, or null.</summary>
    public PolicySetEvent.PutInForce? InForce { get; init; }

    /// <summary>The proposal that the governor has, or null.</summary>
    public PendingProposal? Pending { get; init; }

    /// <summary>The last proposal that was rejected, or null.</summary>
    public RejectedProposal? LastRejected { get; init; }

    /// <summary>Proposals that were rejected or withdrawn, newest last; at most <see cref="MaxEnded"/>. One of them that comes again starts nothing.</summary>
    public ImmutableArray<string> Ended { get; init; } = [];

    /// <summary>While the set in force goes out by waves: its rollout. Null otherwise.</summary>
    public string? Rollout { get; init; }

    /// <summary>While the set in force goes out by waves: the one before, or null when there was none.</summary>
    public PolicySetEvent.PutInForce? Before { get; init; }

    /// <summary>Counts sets that came into force.</summary>
    internal long Revision => InForce?.Revision ?? 0;

    /// <summary>The state once another set is in force.</summary>
    internal PolicySetState Enforce(PolicySetEvent.PutInForce next) => this with
    {
        Pending = null,
        InForce = next,
        Rollout = next.Proposal.Rollout is null ? null : next.Proposal.ProposalId,
        Before = next.Proposal.Rollout is null ? null : InForce,
    };

    /// <summary>The state once the pending proposal has ended without coming into force.</summary>
    internal PolicySetState End() => this with { Pending = null, Ended = [.. Ended.TakeLast(MaxEnded - 1), Pending!.ProposalId] };
}
