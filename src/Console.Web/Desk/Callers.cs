using Twofold.Fleet;
using Twofold.Fleet.Operators;
using Twofold.Fleet.Tokens;

namespace Twofold.Web.Desk;

/// <summary>Turns a caller into an actor with the rights that its grain gives it now, so that a right that was taken is gone at the next action.</summary>
public sealed class Callers(IFleet fleet, TimeProvider time)
{
    /// <summary>The actor, or null when the caller may not act at all (any more).</summary>
    public async Task<Actor?> ActorAsync(Caller? caller, CancellationToken cancel = default) => caller switch
    {
        { Kind: ActorKind.Person } => Person(caller, (await fleet.ViewAsync(Refs.Operator(caller.Id), cancel)).View),
        { Kind: ActorKind.Token } => await TokenAsync(caller, (await fleet.ViewAsync(Refs.Token(caller.Id), cancel)).View, cancel),
        _ => null,
    };

    private static Actor? Person(Caller caller, OperatorView view) =>
        view is { Exists: true, Disabled: false, PasswordHash: { } password } && caller.Stamp == Secret.StampOf(password)
            ? new Actor(ActorKind.Person, caller.Id, view.Capabilities) { Scope = view.Scope }
            : null;

    // A token may do what it was given and its issuer still may: who loses a right, or the account, loses it in every pipeline too.
    private async Task<Actor?> TokenAsync(Caller caller, TokenView view, CancellationToken cancel)
    {
        if (view is not { Exists: true, Revoked: false } || view.ExpiresAt <= time.GetUtcNow()) return null;
        var issuer = (await fleet.ViewAsync(Refs.Operator(view.IssuedBy), cancel)).View;
        var rights = issuer.Capabilities.Intersect(view.Capabilities).Union(issuer.Marks);
        return new Actor(ActorKind.Token, caller.Id, rights, view.IssuedBy) { Scope = issuer.Scope };
    }
}
