using Twofold.Fleet;
using Twofold.Fleet.Operators;

namespace Twofold.Web.Desk;

/// <summary>An operator as lists show it.</summary>
/// <param name="Invited">Has not chosen a password yet.</param>
public sealed record OperatorRow(string Name, Role Role, bool Invited, bool Disabled, DateTimeOffset? LockedUntil, DateTimeOffset? LastSignIn);

/// <summary>An invitation. The link holds its secret and is shown once.</summary>
/// <param name="Link">Path and query on this console.</param>
public sealed record Invitation(string Name, string Link, DateTimeOffset ExpiresAt);

/// <summary>Persons who may sign in.</summary>
public sealed class OperatorDesk(Counter counter, OwnerWatch owners, TimeProvider time)
{
    /// <summary>How long an invitation holds.</summary>
    public static readonly TimeSpan LinkHolds = TimeSpan.FromDays(3);

    /// <summary>Invites a person by a one-time link; again before it is accepted replaces the link. <c>operator/bad-name</c>.</summary>
    /// <param name="name">2 to 64 lower-case letters, digits, dots, hyphens, underscores and at signs.</param>
    public async Task<Answer<Invitation>> InviteAsync(string name, Role role, CancellationToken cancel = default)
    {
        if (!Refs.IsUserName(name)) return Answer.No<Invitation>("operator/bad-name", $"`{Refs.Shown(name)}` is not a user name");
        var (secret, expires) = (Secret.New(), time.GetUtcNow() + LinkHolds);
        var asked = await counter.SendAsync("operator.invite", Refs.Operator(name), new OperatorCommand.Invite(role, Secret.HashOf(secret), expires), cancel);
        return asked.Map(_ => new Invitation(name, $"/sign-in/invite?name={Uri.EscapeDataString(name)}&token={secret}", expires));
    }

    /// <summary>Shuts a person out at once. Never the last owner: <c>operator/last-owner</c>.</summary>
    public Task<Answer<Done>> DisableAsync(string name, CancellationToken cancel = default) =>
        counter.ServeAsync("operator.disable", actor => DisableAsync(actor, name, cancel), cancel, Capability.OperatorAdmin);

    /// <summary>Everyone who may sign in or was invited. Needs <c>operator.admin</c>.</summary>
    public Task<Answer<Rows<OperatorRow>>> ListAsync(int skip = 0, int take = 50, CancellationToken cancel = default) =>
        counter.ListAsync(
            Capability.OperatorAdmin, "operator.list", new IndexQuery(Tables.Operators, [], Skip: skip, Take: take), Refs.Operator, Row, cancel);

    private async Task<Answer<Done>> DisableAsync(Actor actor, string name, CancellationToken cancel)
    {
        if (!Refs.IsUserName(name)) return Answer.No<Done>("operator/unknown", $"there is no operator `{Refs.Shown(name)}`");
        using var alone = await owners.EnterAsync(cancel);
        if (await owners.IsLastAsync(name, cancel)) return Answer.No<Done>("operator/last-owner", $"`{name}` is the last owner: make another first");
        return await counter.AskAsync(Refs.Operator(name), new OperatorCommand.Disable(), actor, cancel);
    }

    private static OperatorRow Row(string name, OperatorView view) =>
        new(name, view.Role, view.PasswordHash is null, view.Disabled, view.LockedUntil, view.LastSignIn);
}
