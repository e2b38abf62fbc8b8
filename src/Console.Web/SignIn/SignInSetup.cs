using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using Twofold.Fleet.Gateway;

namespace Twofold.Web.SignIn;

/// <summary>Registers sign-in: everything needs a session unless it says otherwise.</summary>
public static class SignInSetup
{
    /// <summary>The name of the limit on attempts to sign in.</summary>
    public const string Limit = "sign-in";

    /// <summary>Attempts that one address may make in a minute; further ones are answered 429.</summary>
    public const int AttemptsPerMinute = 30;

    /// <summary>Adds cookie sessions, their validation and the limit on attempts.</summary>
    public static void AddSignIn(this IServiceCollection services)
    {
        services.AddSingleton<FirstLink>().AddSingleton<SignIns>().AddSingleton<PersonTokens>();
        services.AddScoped<AuthenticationStateProvider, SessionWatch>().AddCascadingAuthenticationState();
        services.AddAuthentication(SignIns.Scheme).AddCookie(SignIns.Scheme, SessionCookie.Configure);
        // INVARIANT: an address that nobody thought about needs a session.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder(SignIns.Scheme).RequireAuthenticatedUser().Build());
        services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.AddPolicy(Limit, Attempts);
        });
    }

    /// <summary>Maps the sign-out, which is a form so that no foreign page can do it.</summary>
    public static void MapSignOut(this WebApplication app) =>
        app.MapPost("/sign-out", async (HttpContext context, IAntiforgery antiforgery) =>
        {
            if (!await antiforgery.IsRequestValidAsync(context)) return Results.BadRequest();
            await context.SignOutAsync(SignIns.Scheme);
            return Results.LocalRedirect("/sign-in");
        }).AllowAnonymous();

    private static RateLimitPartition<int> Attempts(HttpContext context)
    {
        return HttpMethods.IsPost(context.Request.Method)
            ? RateLimitPartition.GetFixedWindowLimiter(AddressBucket.Of(context.Connection.RemoteIpAddress), _ => new() { PermitLimit = AttemptsPerMinute, Window = TimeSpan.FromMinutes(1) })
            : RateLimitPartition.GetNoLimiter(-1);
    }
}
