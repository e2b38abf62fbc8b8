using System.Collections.Immutable;
using Twofold.Fleet;
using Twofold.Fleet.Operators;

namespace Twofold.Web.Desk;

/// <summary>An operator as lists show it.</summary>
/// <param name="Invited">Has not chosen a password yet.</param>
/// <param name="Scope">Labels that a phone must have for them to act on it; empty means every phone.</param>
/// <param name="RoleSince">Since when the role is held; null until there is a password.</param>
/// <param name="Pending">A change that waits for a second person, or null.</param>
public sealed record OperatorRow(
    string Name, Role Role, bool Invited, bool Disabled, DateTimeOffset? LockedUntil, DateTimeOffset? LastSignIn,
    ImmutableSortedDictionary<string, string> Scope, DateTimeOffset? RoleSince, string? GrantedBy, PendingChange? Pending);

/// <summary>An invitation. The link holds its secret and is shown once.</summary>
/// <param name="Link">Path and query on this console.</param>
/// <param name="Held">Whether the link opens only once a second person agreed and the wait is over.</param>
public sealed record Invitation(string Name, string Link, DateTimeOffset ExpiresAt, bool Held);

/// <summary>How far a change of an operator came.</summary>
/// <param name="Version">The version of the operator's grain that took it.</param>
/// <param name="Held">Whether it waits for a second person.</param>
public sealed record Changed(long Version, bool Held);

/// <summary>Persons who may sign in.</summary>
public sealed class OperatorDesk(Counter counter, OwnerWatch owners, TimeProvider time)
{
    /// <summary>How long an invitation holds.</summary>
    public static readonly TimeSpan LinkHolds = TimeSpan.FromDays(3);

    /// <summary>Invites a person by a one-time link; again before it is accepted replaces the link. <c>operator/bad-name</c>.</summary>
    /// <param name="name">2 to 64 lower-case letters, digits, dots, hyphens, underscores and at signs.</param>
    /// <param name="scope">Labels that a phone must have for them to act on it; null means every phone.</param>
    public async Task<Answer<Invitation>> InviteAsync(
        string name, Role role, ImmutableSortedDictionary<string, string>? scope = null, CancellationToken cancel = default)
    {
        if (!Refs.IsUserName(name)) return Answer.No<Invitation>("operator/bad-name", $"`{Refs.Shown(name)}` is not a user name");
        var (secret, expires) = (Secret.New(), time.GetUtcNow() + LinkHolds);
        var changed = await counter.ServeAsync("operator.invite", actor => ChangeAsync(
            name, new OperatorCommand.Invite(role, Secret.HashOf(secret), expires, scope), actor, cancel), cancel);
        return changed.Map(c => new Invitation(name, $"/sign-in/invite?name={Uri.EscapeDataString(name)}&token={secret}", expires, c.Held));
    }

    /// <summary>Gives another role or scope; it holds in open sessions at once, or waits for a second person. Never takes the last owner away.</summary>
    public Task<Answer<Changed>> AssignAsync(string name, Role role, ImmutableSortedDictionary<string, string> scope, CancellationToken cancel = default) =>
        counter.ServeAsync("operator.assign", actor => WithoutLastOwnerAsync(
            name, role != Role.Owner || !scope.IsEmpty, new OperatorCommand.Assign(role, scope), actor, cancel), cancel, Capability.OperatorAdmin);

    /// <summary>
    /// Shuts a person out, at once unless they are the last other approver. Never the last owner: <c>operator/last-owner</c>.
    /// </summary>
    public Task<Answer<Changed>> DisableAsync(string name, CancellationToken cancel = default) =>
        counter.ServeAsync("operator.disable", actor => WithoutLastOwnerAsync(name, true, new OperatorCommand.Disable(), actor, cancel), cancel, Capability.OperatorAdmin);

    /// <summary>Everyone who may sign in or was invited. Needs <c>operator.admin</c>.</summary>
    public Task<Answer<Rows<OperatorRow>>> ListAsync(int skip = 0, int take = 50, CancellationToken cancel = default) =>
        counter.ListAsync(
            Capability.OperatorAdmin, "operator.list", new IndexQuery(Tables.Operators, [], Skip: skip, Take: take), Refs.Operator, Row, cancel);

    private async Task<Answer<Changed>> WithoutLastOwnerAsync(string name, bool takesAway, OperatorCommand command, Actor actor, CancellationToken cancel)
    {
        if (!Refs.IsUserName(name)) return Answer.No<Changed>("operator/unknown", $"there is no operator `{Refs.Shown(name)}`");
        using var alone = await owners.EnterAsync(cancel);
        if (takesAway && await owners.IsLastAsync(name, cancel)) return Answer.No<Changed>("operator/last-owner", $"`{name}` is the last owner: make another first");
        return await ChangeAsync(name, command, actor, cancel);
    }

    private async Task<Answer<Changed>> ChangeAsync(string name, OperatorCommand command, Actor actor, CancellationToken cancel)
    {
        var asked = await counter.AskAsync(Refs.Operator(name), command, actor, cancel);
        if (!asked.Ok) return new(null, asked.Refusal);
        var view = await counter.Watcher.UntilAsync(Refs.Operator(name), v => v.Pending is null or { Place: not null }, cancel);
        return Answer.Of(new Changed(asked.Value.Version, view.Pending is not null));
    }

    private static OperatorRow Row(string name, OperatorView view) => new(
        name, view.Role, view.PasswordHash is null, view.Disabled, view.LockedUntil, view.LastSignIn, view.Scope, view.RoleSince, view.GrantedBy, view.Pending);
}
