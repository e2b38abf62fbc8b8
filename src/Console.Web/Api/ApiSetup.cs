using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Twofold.Fleet;
using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>Registers and maps the API, <c>/api/v1</c>. It takes service tokens, and the short tokens of persons: no cookie opens it.</summary>
public static class ApiSetup
{
    private static readonly AuthorizationPolicy TokenOnly = new AuthorizationPolicyBuilder(TokenHandler.Name).RequireAuthenticatedUser().Build();

    /// <summary>Adds the scheme for service tokens.</summary>
    public static void AddApi(this IServiceCollection services)
    {
        services.AddSingleton<TokenFailures>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, TokenHandler>(TokenHandler.Name, null);
    }

    // Asks the store again only while it is in trouble, so that whoever asks makes no writes as a rule.
    private static async Task<IResult> HealthAsync(IStoreHealth store, ClockWatch clock, CancellationToken cancel) =>
        store.Trouble is not null && await store.ProbeAsync(cancel) is { } trouble
            ? ApiAnswers.Refuse(trouble, StoreTroubles.Words(trouble))
            : clock.IsBehind ? Results.Json(new { status = "ok", warning = ClockWatch.Code }, ApiJson.Options)
            : Results.Json(new { status = "ok" }, ApiJson.Options);

    /// <summary>Maps every address of the API.</summary>
    public static void MapApi(this WebApplication app)
    {
        app.MapGet("/api/v1/health", HealthAsync).AllowAnonymous();
        app.MapSession();
        var api = app.MapGroup("/api/v1").RequireAuthorization(TokenOnly).AddEndpointFilter<RouteGroupBuilder, ApiFaults>();
        api.MapPhones();
        api.MapPhoneBars();
        api.MapVms();
        api.MapExposures();
        api.MapLists();
        api.MapPolicy();
        api.MapRollouts();
        api.MapGroups();
        api.MapEnrolments();
        api.MapHolds();
        api.MapAudit();
        api.MapBackups();
        api.Map("{**path}", () => ApiAnswers.Refuse("request/unknown", "there is no such address"));
        app.Map("/api/{**path}", () => ApiAnswers.Refuse("request/unknown", "there is no such address")).RequireAuthorization(TokenOnly);
    }
}
