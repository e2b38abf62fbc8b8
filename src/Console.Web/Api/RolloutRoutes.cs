using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>Changes that go out by waves: how far they are, and what can be done about them.</summary>
static class RolloutRoutes
{
    public static void MapRollouts(this RouteGroupBuilder api)
    {
        api.MapGet("/rollouts", ListAsync);
        api.MapGet("/rollouts/{rollout}", async (string rollout, FleetDesk desk, CancellationToken cancel) =>
            (await desk.Rollouts.GetAsync(rollout, cancel)).Show(RolloutJson.Of));
        api.MapPost("/rollouts/{rollout}/pause", async (string rollout, FleetDesk desk, CancellationToken cancel) =>
            (await desk.Rollouts.PauseAsync(rollout, cancel)).Done());
        api.MapPost("/rollouts/{rollout}/resume", async (string rollout, FleetDesk desk, CancellationToken cancel) =>
            (await desk.Rollouts.ResumeAsync(rollout, cancel)).Done());
        api.MapPost("/rollouts/{rollout}/cancel", async (string rollout, FleetDesk desk, CancellationToken cancel) =>
            (await desk.Rollouts.CancelAsync(rollout, cancel)).Done());
        api.MapPost("/rollouts/{rollout}/roll-back", RollBackAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, FleetDesk desk)
    {
        var query = ApiQuery.List(context.Request.Query);
        return query.Ok
            ? (await desk.Rollouts.ListAsync(query.Value, context.RequestAborted)).Show(p => new { Total = p.Total.Rows, Items = p.Items.Select(RolloutJson.Of) })
            : ApiAnswers.Refuse(query.Refusal);
    }

    private static async Task<IResult> RollBackAsync(string rollout, HttpContext context, FleetDesk desk)
    {
        var body = await ApiBody.ReadAsync<RollBackRequest>(context);
        return body.Ok
            ? (await desk.Rollouts.RollBackAsync(rollout, body.Value.Reason, context.RequestAborted)).Done()
            : ApiAnswers.Refuse(body.Refusal);
    }
}

/// <summary>Why a revision is taken back.</summary>
sealed record RollBackRequest(string Reason);
