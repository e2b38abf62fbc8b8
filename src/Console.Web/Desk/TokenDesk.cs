using System.Collections.Immutable;
using Twofold.Fleet;
using Twofold.Fleet.Tokens;

namespace Twofold.Web.Desk;

/// <summary>A service token as lists show it.</summary>
public sealed record TokenRow(string Id, string Name, ImmutableSortedSet<string> Capabilities, string IssuedBy, DateTimeOffset? ExpiresAt, bool Revoked);

/// <summary>A new service token. The text holds its secret and is shown once.</summary>
public sealed record IssuedToken(string Id, string Text, DateTimeOffset ExpiresAt)
{
    /// <summary>The id only, so that a secret never gets into a log by accident.</summary>
    public override string ToString() => Id;
}

/// <summary>Service tokens for pipelines.</summary>
public sealed class TokenDesk(Counter counter, TimeProvider time)
{
    /// <summary>How long a token holds when nothing else is said.</summary>
    public static readonly TimeSpan UsualTime = TimeSpan.FromDays(90);

    /// <summary>How long a token may hold at most.</summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromDays(366);

    /// <summary>Makes a token; <c>token/bad-time</c>, <c>token/capability</c>.</summary>
    public async Task<Answer<IssuedToken>> IssueAsync(
        string name, ImmutableSortedSet<string> capabilities, TimeSpan? validFor = null, CancellationToken cancel = default)
    {
        var holds = validFor ?? UsualTime;
        if (holds < TimeSpan.FromMinutes(1) || holds > LongestTime)
            return Answer.No<IssuedToken>("token/bad-time", $"a token holds from 1 minute to {LongestTime.TotalDays:0} days");
        var (text, expires) = (ServiceToken.New(), time.GetUtcNow() + holds);
        var asked = await counter.SendAsync(
            "token.issue", Refs.Token(text.Id), new TokenCommand.Issue(name, Secret.HashOf(text.Secret), capabilities, expires), cancel);
        return asked.Map(_ => new IssuedToken(text.Id, text.Text(), expires));
    }

    /// <summary>Makes a token useless.</summary>
    public Task<Answer<Done>> RevokeAsync(string id, CancellationToken cancel = default) => Refs.IsId(id)
        ? counter.SendAsync("token.revoke", Refs.Token(id), new TokenCommand.Revoke(), cancel)
        : Task.FromResult(Answer.No<Done>("token/unknown", $"there is no token `{Refs.Shown(id)}`"));

    /// <summary>A page of tokens. Needs <c>operator.admin</c>.</summary>
    public Task<Answer<Rows<TokenRow>>> ListAsync(int skip = 0, int take = 50, CancellationToken cancel = default) =>
        counter.ListAsync(Capability.OperatorAdmin, "token.list", new IndexQuery(Tables.Tokens, [], Skip: skip, Take: take), Refs.Token, Row, cancel);

    private static TokenRow Row(string id, TokenView view) => new(id, view.Name, view.Capabilities, view.IssuedBy, view.ExpiresAt, view.Revoked);
}
