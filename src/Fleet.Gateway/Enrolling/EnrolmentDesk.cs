using System.Collections.Immutable;
using System.Security.Cryptography;
using Twofold.Fleet.Enrolments;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway;

/// <summary>Issues enrolment codes to people and pipelines.</summary>
public sealed class EnrolmentDesk(IFleet fleet, OrganisationAuthority authority, GatewayOptions options, TimeProvider time)
{
    /// <summary>
    /// Makes a one-time token and the code that carries it; the code is shown once and kept nowhere. Refused with
    /// <c>access/denied</c> or what the enrolment's rules say.
    /// </summary>
    public async Task<Parsed<EnrolmentCode>> IssueAsync(
        Actor actor, string name, string owner, ImmutableSortedDictionary<string, string> labels, TimeSpan validity, CancellationToken cancel = default)
    {
        var token = EnrolmentToken.From(RandomNumberGenerator.GetBytes(10), RandomNumberGenerator.GetBytes(32));
        var issue = new EnrolmentCommand.Issue(token.SecretHash(), name, owner, labels, time.GetUtcNow() + validity);
        var reply = await fleet.AskAsync(Enrolments.Enrolments.Id(token.Id), issue, actor, cancel: cancel);
        return reply.Ok
            ? new EnrolmentCode(options.PublicAddress, token.Text(), authority.RootFingerprint)
            : new Problem(reply.Code!, reply.Explanation!);
    }
}
