using System.Collections.Immutable;
using System.Security.Cryptography;
using Twofold.Fleet;
using Twofold.Fleet.Enrolments;
using Twofold.Protocol;

namespace Twofold.Web.Desk;

/// <summary>Where phones enrol: the gateway's address as they reach it, and the root that they pin.</summary>
/// <param name="RootFingerprint">SHA-256 of the organisation's root certificate, hex.</param>
public sealed record EnrolmentAddress(Uri Server, string RootFingerprint);

/// <summary>A new enrolment. The code holds its secret and is shown once.</summary>
public sealed record IssuedEnrolment(string Id, EnrolmentCode Code, DateTimeOffset ExpiresAt);

/// <summary>An enrolment as lists show it.</summary>
public sealed record EnrolmentRow(string Id, EnrolmentView View);

/// <summary>One-time codes for phones.</summary>
public sealed class EnrolmentDesk(Counter counter, EnrolmentAddress address, TimeProvider time)
{
    /// <summary>How long a code holds when nothing else is said.</summary>
    public static readonly TimeSpan UsualTime = TimeSpan.FromHours(24);

    /// <summary>How long a code may hold at most.</summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromDays(30);

    /// <summary>Makes a code for one phone; <c>enrolment/bad-time</c>.</summary>
    public async Task<Answer<IssuedEnrolment>> IssueAsync(
        string name, string owner, ImmutableSortedDictionary<string, string> labels, TimeSpan? validFor = null, CancellationToken cancel = default)
    {
        var holds = validFor ?? UsualTime;
        if (holds < TimeSpan.FromMinutes(1) || holds > LongestTime)
            return Answer.No<IssuedEnrolment>("enrolment/bad-time", $"a code holds from 1 minute to {LongestTime.TotalDays:0} days");
        var token = EnrolmentToken.From(RandomNumberGenerator.GetBytes(10), RandomNumberGenerator.GetBytes(32));
        var expires = time.GetUtcNow() + holds;
        var issue = new EnrolmentCommand.Issue(token.SecretHash(), name, owner, labels, expires);
        var asked = await counter.SendAsync("enrolment.issue", Refs.Enrolment(token.Id), issue, cancel);
        return asked.Map(_ => new IssuedEnrolment(token.Id, new EnrolmentCode(address.Server, token.Text(), address.RootFingerprint), expires));
    }

    /// <summary>Makes a code useless.</summary>
    public Task<Answer<Done>> RevokeAsync(string id, CancellationToken cancel = default) => Refs.IsId(id)
        ? counter.SendAsync("enrolment.revoke", Refs.Enrolment(id), new EnrolmentCommand.Revoke(), cancel)
        : Task.FromResult(Answer.No<Done>("enrolment/unknown", $"there is no enrolment `{Refs.Shown(id)}`"));

    /// <summary>A page of enrolments. Needs <c>fleet.read</c>.</summary>
    public Task<Answer<Rows<EnrolmentRow>>> ListAsync(int skip = 0, int take = 50, CancellationToken cancel = default) =>
        ListAsync(new IndexQuery(Tables.Enrolments, [], Skip: skip, Take: take), cancel);

    /// <summary>One page of enrolments, answered by the index. Needs <c>fleet.read</c>.</summary>
    /// <param name="query">Its table is always the enrolments'.</param>
    public Task<Answer<Rows<EnrolmentRow>>> ListAsync(IndexQuery query, CancellationToken cancel = default) =>
        counter.ListAsync(
            Capability.FleetRead, "enrolment.list", query with { Table = Tables.Enrolments }, Refs.Enrolment,
            (id, view) => new EnrolmentRow(id, view with { SecretHash = string.Empty }), cancel);

    /// <summary>A page that stays true while enrolments change.</summary>
    public Task<Answer<Live<Rows<EnrolmentRow>>>> SubscribeAsync(IndexQuery query, CancellationToken cancel) =>
        counter.Watcher.OpenAsync(id => id.Kind == "enrolment", c => ListAsync(query, c), cancel);
}
