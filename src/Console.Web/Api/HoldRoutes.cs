using System.Collections.Immutable;
using Twofold.Fleet.Governors;
using Twofold.Fleet.HoldPages;
using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>What waits for a second person. A token is no person: it reads, and the turn itself says no to its approval.</summary>
static class HoldRoutes
{
    public static void MapHolds(this RouteGroupBuilder api)
    {
        api.MapGet("/holds", async (FleetDesk desk, CancellationToken cancel) => (await desk.Holds.GetAsync(cancel)).Show(HoldsJson.Of));
        api.MapGet("/holds/{hold}/orders", OrdersAsync);
        api.MapPost("/holds/{hold}/approve", ApproveAsync);
        api.MapPost("/holds/{hold}/reject", RejectAsync);
    }

    private static async Task<IResult> OrdersAsync(string hold, HttpRequest request, FleetDesk desk, CancellationToken cancel)
    {
        if (ApiQuery.Unknown(request.Query, "page") is { } refusal) return ApiAnswers.Refuse(refusal);
        if (ApiQuery.Number(request.Query, "page", 1, 1, 10_000) is not { } page) return ApiAnswers.Refuse("request/bad-query", "`page` is a number from 1");
        return (await desk.Holds.PageAsync(hold, (int)page - 1, cancel)).Show(HoldPageJson.Of);
    }

    private static async Task<IResult> ApproveAsync(string hold, HttpContext context, FleetDesk desk)
    {
        var body = await ApiBody.ReadAsync<ApproveRequest>(context);
        return body.Ok ? (await desk.Holds.ApproveAsync(hold, body.Value.Orders, context.RequestAborted)).Done() : ApiAnswers.Refuse(body.Refusal);
    }

    private static async Task<IResult> RejectAsync(string hold, HttpContext context, FleetDesk desk)
    {
        var body = await ApiBody.ReadAsync<RejectRequest>(context);
        return body.Ok ? (await desk.Holds.RejectAsync(hold, body.Value.Reason, context.RequestAborted)).Done() : ApiAnswers.Refuse(body.Refusal);
    }
}

/// <summary>How many orders the approver saw in the hold: one that grew since is not released.</summary>
sealed record ApproveRequest(int Orders);

/// <summary>Why a hold is rejected.</summary>
sealed record RejectRequest(string Reason);

/// <summary>The budgets, what they were spent on, and what waits.</summary>
sealed record HoldsJson(
    int VmsPerHour, long SpentThisHour, long SpentThisDay, DateTimeOffset? UnknownUntil, GovernorSettings Settings, ImmutableArray<SpentBucket> Buckets,
    ImmutableArray<Approver> Approvers, ImmutableArray<HoldJson> Items)
{
    public static HoldsJson Of(GovernorView v) => new(
        v.VmsPerHour, v.SpentThisHour, v.SpentThisDay, v.UnknownUntil, v.Settings, v.Buckets, v.Approvers, [.. v.Holds.Select(HoldJson.Of)]);
}

/// <summary>Orders that wait together.</summary>
sealed record HoldJson(
    string Id, Effect Effect, string? About, string Subject, int Orders, int Left, long Vms, string RequestedBy, string Reason, DateTimeOffset Since,
    string? AgreedBy, DateTimeOffset? Due, int Pages)
{
    public static HoldJson Of(Hold h) => new(
        h.Id, h.Effect, h.About, h.Subject, h.Orders, h.Left, h.Vms, h.RequestedBy, h.Reason, h.Since, h.AgreedBy, h.Due, h.Pages);
}

/// <summary>A page of the orders of a hold.</summary>
sealed record HoldPageJson(bool Settled, ImmutableArray<HeldOrderJson> Items)
{
    public static HoldPageJson Of(HoldPageView v) => new(
        v.Settled, [.. v.Orders.Select(o => new HeldOrderJson(o.OrderId, o.From.ToString(), o.Subject, o.Vms, o.Since, o.TakenBack))]);
}

/// <summary>An order that waits in a hold.</summary>
sealed record HeldOrderJson(string OrderId, string From, string Subject, int Vms, DateTimeOffset Since, bool TakenBack);
