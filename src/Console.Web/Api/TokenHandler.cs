using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Twofold.Fleet;
using Twofold.Web.Desk;
using Twofold.Web.SignIn;

namespace Twofold.Web.Api;

/// <summary>
/// Lets service tokens (<c>Authorization: Bearer tf_…</c>) and persons (<c>tp_…</c>) in. An unknown, wrong, revoked or expired token gets
/// one and the same answer.
/// </summary>
sealed class TokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, IFleet fleet, Callers callers, PersonTokens persons,
    TokenFailures failures)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string Name = "token";

    private const string Prefix = "Bearer ";
    private static readonly string Nobodys = Secret.HashOf(Secret.New());

    private IPAddress Address => Context.Connection.RemoteIpAddress ?? IPAddress.None;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization.ToString() is not { Length: > 0 } header) return AuthenticateResult.NoResult();
        if (failures.TooMany(Address)) return AuthenticateResult.Fail("too many wrong tokens");
        if (header.StartsWith(Prefix, StringComparison.Ordinal) && ServiceToken.TryParse(header[Prefix.Length..]) is { } shown && await IsValidAsync(shown))
            return Enter(new Caller(ActorKind.Token, shown.Id));
        if (header.StartsWith(Prefix, StringComparison.Ordinal) && persons.Read(header[Prefix.Length..]) is { } person
            && await callers.ActorAsync(person, Context.RequestAborted) is not null)
            return Enter(person);
        failures.Add(Address);
        return AuthenticateResult.Fail("not a valid token");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        var refusal = failures.TooMany(Address)
            ? ApiAnswers.Refuse("access/too-many-attempts", "too many wrong tokens came from this address: wait a minute")
            : ApiAnswers.Refuse("access/token", "show a valid service token");
        return refusal.ExecuteAsync(Context);
    }

    private async Task<bool> IsValidAsync(ServiceToken shown)
    {
        var known = (await fleet.ViewAsync(Refs.Token(shown.Id), Context.RequestAborted)).View;
        var matches = Secret.Matches(shown.Secret, known.Exists ? known.SecretHash : Nobodys);
        return matches && known is { Exists: true, Revoked: false } && known.ExpiresAt > TimeProvider.GetUtcNow();
    }

    private AuthenticateResult Enter(Caller caller)
    {
        Context.RequestServices.GetRequiredService<Seat>().Take(caller);
        var principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, caller.Id)], Name));
        return AuthenticateResult.Success(new AuthenticationTicket(principal, Name));
    }
}
