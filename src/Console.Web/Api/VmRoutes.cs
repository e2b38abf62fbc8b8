using Twofold.Fleet.Vms;
using Twofold.Protocol;
using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>Lifecycle and wipe of work VMs.</summary>
static class VmRoutes
{
    public static void MapVms(this RouteGroupBuilder api)
    {
        var vm = api.MapGroup("/phones/{phone}/vms/{slot}");
        vm.MapGet("/", async (string phone, string slot, FleetDesk desk, CancellationToken cancel) =>
            (await desk.Vms.GetAsync(phone, slot, cancel)).Show(VmJson.Of));
        vm.MapLifecycle("start", Lifecycle.Running);
        vm.MapLifecycle("stop", Lifecycle.Stopped);
        vm.MapLifecycle("pause", Lifecycle.Paused);
        vm.MapLifecycle("resume", Lifecycle.Running);
        vm.MapLifecycle("suspend", Lifecycle.Suspended);
        vm.MapPost("/reprovision", async (string phone, string slot, FleetDesk desk, CancellationToken cancel) =>
            (await desk.Vms.ReprovisionAsync(phone, slot, cancel)).Done());
        vm.MapPost("/wipes", WipeAsync);
        vm.MapGet("/wipes/{order}", async (string phone, string slot, string order, FleetDesk desk, CancellationToken cancel) =>
            (await desk.Vms.WipeAsync(phone, slot, order, cancel)).Show(WipeJson.Of));
        vm.MapPost("/locks", LockAsync);
        vm.MapGet("/locks/{order}", async (string phone, string slot, string order, FleetDesk desk, CancellationToken cancel) =>
            (await desk.Vms.LockAsync(phone, slot, order, cancel)).Show(LockJson.Of));
        vm.MapDelete("/locks/{order}", async (string phone, string slot, string order, FleetDesk desk, CancellationToken cancel) =>
            (await desk.Vms.UnlockAsync(phone, slot, order, cancel)).Done());
        vm.MapDelete("/wipes/{order}", async (string phone, string slot, string order, FleetDesk desk, CancellationToken cancel) =>
            (await desk.Vms.CancelWipeAsync(phone, slot, order, cancel)).Done());
    }

    private static void MapLifecycle(this RouteGroupBuilder vm, string verb, Lifecycle target) =>
        vm.MapPost($"/{verb}", async (string phone, string slot, FleetDesk desk, CancellationToken cancel) =>
            (await desk.Vms.SetLifecycleAsync(phone, slot, target, cancel)).Done());

    private static async Task<IResult> WipeAsync(string phone, string slot, HttpContext context, FleetDesk desk)
    {
        var body = await ApiBody.ReadAsync<OrderRequest>(context);
        if (!body.Ok) return ApiAnswers.Refuse(body.Refusal);
        var order = await desk.Vms.RequestWipeAsync(phone, slot, body.Value.Reason, OrderOf(phone, slot, context), body.Value.Epoch, context.RequestAborted);
        return order.Show(WipeJson.Of, o => o.Step == WipeStep.Proved ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> LockAsync(string phone, string slot, HttpContext context, FleetDesk desk)
    {
        var body = await ApiBody.ReadAsync<OrderRequest>(context);
        if (!body.Ok) return ApiAnswers.Refuse(body.Refusal);
        var order = await desk.Vms.RequestLockAsync(phone, slot, body.Value.Reason, OrderOf(phone, slot, context), body.Value.Epoch, context.RequestAborted);
        return order.Show(LockJson.Of, _ => StatusCodes.Status202Accepted);
    }

    private static string? OrderOf(string phone, string slot, HttpContext context) => ApiOrders.IdOf(context, $"{phone}:{slot}");
}

/// <summary>Why a VM shall be wiped or locked, and, from a caller who looked at it first, which epoch.</summary>
sealed record OrderRequest(string Reason, long? Epoch = null);
