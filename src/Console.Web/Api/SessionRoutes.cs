using Twofold.Web.Desk;
using Twofold.Web.SignIn;

namespace Twofold.Web.Api;

/// <summary>Signs a person in at the API, with the limit on attempts of the console's own sign-in.</summary>
static class SessionRoutes
{
    public static void MapSession(this WebApplication app) =>
        app.MapPost("/api/v1/session", SignInAsync).AllowAnonymous().RequireRateLimiting(SignInSetup.Limit).AddEndpointFilter<RouteHandlerBuilder, ApiFaults>();

    private static async Task<IResult> SignInAsync(HttpContext context, SignIns signIns, PersonTokens tokens, TimeProvider time)
    {
        var body = await ApiBody.ReadAsync<SessionRequest>(context);
        if (!body.Ok) return ApiAnswers.Refuse(body.Refusal);
        var session = await signIns.SignInAsync(body.Value.Name, body.Value.Password, context.RequestAborted);
        if (!session.Ok) return ApiAnswers.Refuse(session.Refusal);
        var person = Seat.PersonOf(session.Value)!;
        return Results.Json(new SessionJson(person.Id, tokens.Issue(person), time.GetUtcNow() + PersonTokens.Holds), ApiJson.Options);
    }
}

/// <summary>Who signs in.</summary>
sealed record SessionRequest(string Name, string Password)
{
    /// <summary>The name only, so that a password never gets into a log by accident.</summary>
    public override string ToString() => Name;
}

/// <summary>What to show as <c>Authorization: Bearer</c>, and until when.</summary>
sealed record SessionJson(string Name, string Token, DateTimeOffset ExpiresAt);
