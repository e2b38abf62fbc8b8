using System.Collections.Immutable;
using Twofold.Fleet.PolicySets;
using Twofold.Policies;
using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>The policy set in force and what waits.</summary>
sealed record PolicyJson(
    long Revision, string Digest, string Author, string? ApprovedBy, string Note, DateTimeOffset? InForceSince, ImmutableArray<PolicyFile> Files,
    PendingJson? Pending)
{
    public static PolicyJson Of(PolicySetView v) => new(
        v.Revision, v.SetDigest, v.Author, v.ApprovedBy, v.Note, v.InForceSince, v.Files.IsDefault ? [] : v.Files,
        v.Pending is { } p ? new(p.ProposalId, p.SetDigest, p.VmsAtRisk, p.Author, p.Note, p.At, p.Held) : null);
}

/// <summary>A proposal on its way.</summary>
sealed record PendingJson(string ProposalId, string Digest, int VmsAtRisk, string Author, string Note, DateTimeOffset At, bool Held);

/// <summary>What files would change, or everything that is wrong with them.</summary>
sealed record PlanJson(
    string? Code, string? Message, ImmutableArray<ProblemJson> Problems, string? PlanDigest, string? SetDigest, long BasedOn, int Phones, int VmsAtRisk,
    ImmutableArray<ClassJson> Classes)
{
    public static PlanJson Of(PolicyPlan p, int shown) => p.Plan is { } plan
        ? new(null, null, [], plan.Digest, p.SetDigest, p.BasedOn, plan.PhoneCount, plan.VmsAtRisk.Count, [.. plan.Classes.Select(c => ClassJson.Of(c, shown))])
        : new("policy/problems", $"{p.Problems.Count} problems stand in the files", [.. p.Problems.Select(ProblemJson.Of)], null, null, p.BasedOn, 0, 0, []);
}

/// <summary>Phones to which just the same would happen; of many, the first by id.</summary>
sealed record ClassJson(int Count, ImmutableArray<string> Phones, ImmutableArray<ChangeJson> Changes)
{
    public static ClassJson Of(PlanClass c, int shown) => new(
        c.Phones.Count, [.. c.Phones.Take(shown)],
        [.. c.Changes.Select(x => new ChangeJson(x.Scope.ToString(), x.Setting, x.Old, x.New, [.. x.Origins.Select(o => o.ToString())]))]);
}

/// <summary>One setting that would change.</summary>
sealed record ChangeJson(string Scope, string Setting, string Old, string New, ImmutableArray<string> Origins);

/// <summary>One thing that is wrong with a file.</summary>
sealed record ProblemJson(string Code, string File, int Line, int Column, string Message, string? Suggestion)
{
    public static ProblemJson Of(PolicyProblem p) => new(p.Code, p.File, p.Line, p.Column, p.Message, p.Suggestion);
}

/// <summary>Why a work VM and its phone have to obey what.</summary>
sealed record ExplainJson(long Revision, string Author, string? ApprovedBy, DateTimeOffset? InForceSince, ScopeJson Vm, ScopeJson Phone)
{
    public static ExplainJson Of(ExplainedPolicy e, ExplainQuery wanted) => new(
        e.Revision.Number, e.Revision.Author, e.Revision.ApprovedBy, e.Revision.Since, ScopeJson.Of(e.Vm, wanted), ScopeJson.Of(e.Phone, wanted));
}

/// <summary>One scope: what is required and why, what was read back, and how the two stand.</summary>
sealed record ScopeJson(string Scope, VerdictState Verdict, ImmutableArray<ValueJson> Values, ImmutableArray<FindingJson> Findings)
{
    public static ScopeJson Of(ExplainedScope s, ExplainQuery wanted) => new(
        s.Scope.ToString(), s.Verdict.State,
        [.. s.Values.Where(v => wanted.Shows(v, s.Observed.ContainsKey(v.Setting.Key))).Select(v => ValueJson.Of(v, s.Observed))],
        [.. s.Verdict.Findings.Select(f => new FindingJson(f.Setting, f.State, f.Required, f.Observed, f.Remedy))]);
}

/// <summary>The value of one setting.</summary>
sealed record ValueJson(string Setting, string Required, string? Observed, bool Claimed, ImmutableArray<string> Origins, ImmutableArray<string> Overrode)
{
    public static ValueJson Of(EffectiveValue v, IReadOnlyDictionary<string, ObservedValue> observed)
    {
        var seen = observed.GetValueOrDefault(v.Setting.Key);
        return new(
            v.Setting.Key, v.Text, seen?.Text, seen?.Claimed ?? false, [.. v.Origins.Select(o => o.ToString())],
            [.. v.Overrode.Select(o => $"{o.Text} from {o.Origin}")]);
    }
}

/// <summary>One setting that is not simply compliant.</summary>
sealed record FindingJson(string Setting, VerdictState State, string? Required, string? Observed, string Remedy);
