using Twofold.Fleet.Gateway;
using Twofold.Policies;

namespace Twofold.Web.Desk;

/// <summary>What a set of files would do.</summary>
/// <param name="Problems">Everything that is wrong with the files; then there is no plan.</param>
/// <param name="Plan">What would change, or null.</param>
/// <param name="SetDigest">The digest of what the files say; empty when they cannot be read.</param>
/// <param name="BasedOn">The revision in force that the plan compares with.</param>
public sealed record PolicyPlan(IReadOnlyList<PolicyProblem> Problems, Plan? Plan, string SetDigest, long BasedOn);

/// <summary>Who would comply otherwise under a set of files.</summary>
/// <param name="Problems">Everything that is wrong with the files; then there is no answer.</param>
/// <param name="Answer">Counts and a list, or null.</param>
/// <param name="BasedOn">The revision in force that the files are compared with.</param>
public sealed record PolicyOutlook(IReadOnlyList<PolicyProblem> Problems, WhatIfAnswer? Answer, long BasedOn);

/// <summary>How far an applied policy set came.</summary>
public enum ApplyOutcome
{
    /// <summary>It is in force (or was already).</summary>
    InForce,

    /// <summary>The governor holds it for a second person.</summary>
    Held,

    /// <summary>The governor rejected it.</summary>
    Rejected,

    /// <summary>The governor has not answered yet.</summary>
    Pending,
}

/// <summary>What became of a policy set.</summary>
/// <param name="ProposalId">Under which a hold shows it.</param>
/// <param name="Revision">The revision in force now.</param>
public sealed record Applied(ApplyOutcome Outcome, string ProposalId, long Revision, int VmsAtRisk);

/// <summary>Why a VM or its phone has to obey what, beside what was read back.</summary>
/// <param name="Verdict">How observation stands to what is required.</param>
/// <param name="Observed">What was read back, by key of the setting.</param>
public sealed record ExplainedScope(
    PolicyScope Scope, IReadOnlyList<EffectiveValue> Values, Verdict Verdict, IReadOnlyDictionary<string, ObservedValue> Observed);

/// <summary>The revision of the policy set that every origin but the default is a line of.</summary>
/// <param name="Number">Counts sets that came into force; 0 when none has.</param>
/// <param name="Author">Who proposed it; empty when none has.</param>
/// <param name="ApprovedBy">The second person who let it pass, or null where none was needed.</param>
/// <param name="Since">When it came into force, or null.</param>
public sealed record ExplainedRevision(long Number, string Author, string? ApprovedBy, DateTimeOffset? Since);

/// <summary>The effective policy of a work VM and of the phone around it.</summary>
public sealed record ExplainedPolicy(ExplainedRevision Revision, ExplainedScope Vm, ExplainedScope Phone);
