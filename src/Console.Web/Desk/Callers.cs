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
        { Kind: ActorKind.Token } => Token(caller, (await fleet.ViewAsync(Refs.Token(caller.Id), cancel)).View),
        _ => null,
    };

    private static Actor? Person(Caller caller, OperatorView view) =>
        view is { Exists: true, Disabled: false, PasswordHash: { } password } && caller.Stamp == Secret.StampOf(password)
            ? new Actor(ActorKind.Person, caller.Id, view.Capabilities)
            : null;

    private Actor? Token(Caller caller, TokenView view) =>
        view is { Exists: true, Revoked: false } && view.ExpiresAt > time.GetUtcNow()
            ? new Actor(ActorKind.Token, caller.Id, [.. view.Capabilities], view.IssuedBy)
            : null;
}
