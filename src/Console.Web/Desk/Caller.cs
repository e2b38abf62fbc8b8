using Twofold.Fleet;

namespace Twofold.Web.Desk;

/// <summary>Who stands at the desk, as a cookie or a token names them. It carries no rights: those are read from the grain each time.</summary>
/// <param name="Kind"><see cref="ActorKind.Person"/> or <see cref="ActorKind.Token"/>.</param>
/// <param name="Id">The user name or the id of the token.</param>
/// <param name="Stamp">For a person: ties the session to the password it began with.</param>
public sealed record Caller(ActorKind Kind, string Id, string? Stamp = null);
