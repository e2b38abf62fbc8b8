using System.Collections.Immutable;
using Twofold.Fleet.PolicySets;
using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>The policy set: what is in force, what files would change, and putting them in force.</summary>
static class PolicyRoutes
{
    public static void MapPolicy(this RouteGroupBuilder api)
    {
        api.MapGet("/policy", async (FleetDesk desk, CancellationToken cancel) => (await desk.Policy.InForceAsync(cancel)).Show(PolicyJson.Of));
        api.MapPost("/policy/plan", PlanAsync);
        api.MapPost("/policy/what-if", WhatIfAsync);
        api.MapPost("/policy/apply", ApplyAsync);
        api.MapGet("/phones/{phone}/vms/{slot}/policy", ExplainAsync);
        api.MapRevisions();
    }

    private static async Task<IResult> ExplainAsync(string phone, string slot, HttpContext context, FleetDesk desk)
    {
        var wanted = ExplainQuery.Read(context.Request.Query);
        if (!wanted.Ok) return ApiAnswers.Refuse(wanted.Refusal);
        return (await desk.Policy.ExplainAsync(phone, slot, context.RequestAborted)).Show(e => ExplainJson.Of(e, wanted.Value));
    }

    private static async Task<IResult> PlanAsync(HttpContext context, FleetDesk desk)
    {
        var body = await ApiBody.ReadAsync<PlanRequest>(context, ApiBody.PolicyFiles);
        if (!body.Ok) return ApiAnswers.Refuse(body.Refusal);
        if (body.Value.Phones is < 0 or > PlanRequest.MostPhones)
            return ApiAnswers.Refuse("plan/bad-phones", $"`phones` is a number from 0 to {PlanRequest.MostPhones}");
        var plan = await desk.Policy.PlanAsync(body.Value.Files, context.RequestAborted);
        return plan.Show(p => PlanJson.Of(p, body.Value.Phones), p => p.Plan is null ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static async Task<IResult> WhatIfAsync(HttpContext context, FleetDesk desk)
    {
        var body = await ApiBody.ReadAsync<WhatIfRequest>(context, ApiBody.PolicyFiles);
        if (!body.Ok) return ApiAnswers.Refuse(body.Refusal);
        var outlook = await desk.Policy.WhatIfAsync(body.Value.Files, body.Value.Wish, context.RequestAborted);
        return outlook.Show(WhatIfJson.Of, o => o.Answer is null ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static async Task<IResult> ApplyAsync(HttpContext context, FleetDesk desk)
    {
        var body = await ApiBody.ReadAsync<ApplyRequest>(context, ApiBody.PolicyFiles);
        if (!body.Ok) return ApiAnswers.Refuse(body.Refusal);
        var applied = await desk.Policy.ApplyAsync(body.Value.PlanDigest, body.Value.Files, body.Value.Note, body.Value.Rollout, context.RequestAborted);
        return applied.Show(a => a, a => a.Outcome == ApplyOutcome.InForce ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }
}

/// <summary>Files to look at.</summary>
/// <param name="Phones">How many phones of each class are named.</param>
sealed record PlanRequest(ImmutableArray<PolicyFile> Files, int Phones = 100)
{
    /// <summary>The most phones of a class that are named.</summary>
    public const int MostPhones = 1_000_000;
}

/// <summary>Files to put in force, as a plan showed them, at once or by waves.</summary>
sealed record ApplyRequest(string PlanDigest, ImmutableArray<PolicyFile> Files, string Note = "", RolloutWish? Rollout = null);
