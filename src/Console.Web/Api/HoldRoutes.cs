using System.Collections.Immutable;
using Twofold.Fleet.Governors;
using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>What waits for a second person. The addresses to approve and reject are there so that the turn itself says no: a token is no person.</summary>
static class HoldRoutes
{
    public static void MapHolds(this RouteGroupBuilder api)
    {
        api.MapGet("/holds", async (FleetDesk desk, CancellationToken cancel) => (await desk.Holds.GetAsync(cancel)).Show(HoldsJson.Of));
        api.MapPost("/holds/{order}/approve", async (string order, FleetDesk desk, CancellationToken cancel) =>
            (await desk.Holds.ApproveAsync(order, cancel)).Done());
        api.MapPost("/holds/{order}/reject", async (string order, FleetDesk desk, CancellationToken cancel) =>
            (await desk.Holds.RejectAsync(order, "rejected by a pipeline", cancel)).Done());
    }
}

/// <summary>The budget and what waits.</summary>
sealed record HoldsJson(int VmsPerHour, int SpentThisHour, ImmutableArray<HoldJson> Items)
{
    public static HoldsJson Of(GovernorView v) => new(
        v.VmsPerHour, v.SpentThisHour,
        [.. v.Holds.Select(h => new HoldJson(h.OrderId, h.From.ToString(), h.Subject, h.Vms, h.RequestedBy, h.Reason, h.Since))]);
}

/// <summary>An order that waits.</summary>
sealed record HoldJson(string OrderId, string From, string Subject, int Vms, string RequestedBy, string Reason, DateTimeOffset Since);
