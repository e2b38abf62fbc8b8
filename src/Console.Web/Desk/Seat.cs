using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Twofold.Fleet;

namespace Twofold.Web.Desk;

/// <summary>Knows who stands at the desk in this scope: one request of the API, or one circuit of the console.</summary>
public sealed class Seat(AuthenticationStateProvider states)
{
    /// <summary>The claim that ties a session to the password it began with.</summary>
    public const string StampClaim = "twofold:stamp";

    private Caller? _taken;

    /// <summary>A service token showed itself: this scope belongs to it.</summary>
    public void Take(Caller caller) => _taken = caller;

    /// <summary>The caller, or null when nobody signed in.</summary>
    public async Task<Caller?> CallerAsync() => _taken ?? PersonOf((await states.GetAuthenticationStateAsync()).User);

    /// <summary>The person a session belongs to, or null.</summary>
    public static Caller? PersonOf(ClaimsPrincipal session) =>
        session.Identity is { IsAuthenticated: true, Name: { } name }
            ? new Caller(ActorKind.Person, name, session.FindFirstValue(StampClaim))
            : null;
}
