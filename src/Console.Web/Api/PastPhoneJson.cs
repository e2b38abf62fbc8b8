using System.Collections.Immutable;
using Twofold.Policies;
using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>A phone as it was.</summary>
/// <param name="At">The moment that is shown.</param>
/// <param name="Since">The phone's last event before it.</param>
sealed record PastPhoneJson(
    DateTimeOffset At, DateTimeOffset? Since, long Version, PhoneJson Phone, VerdictState Verdict, ImmutableArray<FindingJson> Findings,
    ImmutableArray<PastPolicyJson> Policies)
{
    public static PastPhoneJson Of(PastPhone p) => new(
        p.At, p.Since, p.Detail.Version, PhoneJson.Of(p.Detail), p.Detail.Phone.Verdict,
        [.. p.Detail.Phone.Findings.Select(f => new FindingJson(f.Setting, f.State, f.Required, f.Observed, f.Remedy))],
        [.. p.Policies.Select(PastPolicyJson.Of)]);
}

/// <summary>A policy document that was in force.</summary>
/// <param name="Values">The text of each setting; null when the document is no longer kept.</param>
sealed record PastPolicyJson(string Scope, string Digest, ImmutableSortedDictionary<string, string>? Values)
{
    public static PastPolicyJson Of(PastPolicy p) => new(
        p.Scope.ToString(), p.Digest, p.Values?.ToImmutableSortedDictionary(v => v.Key.Key, v => v.Value, StringComparer.Ordinal));
}
