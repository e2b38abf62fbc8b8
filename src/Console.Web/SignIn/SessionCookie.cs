using Microsoft.AspNetCore.Authentication.Cookies;
using Twofold.Web.Desk;

namespace Twofold.Web.SignIn;

/// <summary>The cookie of a session: it names a person and carries no rights.</summary>
static class SessionCookie
{
    private static readonly TimeSpan Slides = TimeSpan.FromHours(8);

    public static void Configure(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "twofold";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = Slides;
        cookie.SlidingExpiration = true;
        cookie.LoginPath = "/sign-in";
        cookie.LogoutPath = "/sign-out";
        cookie.AccessDeniedPath = "/sign-in";
        cookie.ReturnUrlParameter = "return";
        cookie.Events.OnValidatePrincipal = ValidateAsync;
    }

    // INVARIANT: a session ends with its account, its password, or its right to sign in; each request looks again.
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var callers = context.HttpContext.RequestServices.GetRequiredService<Callers>();
        var person = context.Principal is { } session ? Seat.PersonOf(session) : null;
        if (await callers.ActorAsync(person, context.HttpContext.RequestAborted) is null) context.RejectPrincipal();
    }
}
