using Twofold.Fleet;
using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>Findings, orders, VMs, personas and groups of the whole fleet, with the filters, orders and places of <see cref="ApiQuery"/>.</summary>
static class ListRoutes
{
    public static void MapLists(this RouteGroupBuilder api)
    {
        api.MapList("/findings", FleetList.Findings, FindingRowJson.Of);
        api.MapList("/orders", FleetList.Orders, OrderRowJson.Of);
        api.MapList("/vms", FleetList.Vms, VmRowJson.Of);
        api.MapList("/personas", FleetList.Personas, PersonaRowJson.Of);
        api.MapList("/groups", FleetList.Groups, GroupRowJson.Of);
    }

    private static void MapList<T>(this RouteGroupBuilder api, string path, FleetList list, Func<IndexItem, T> show) =>
        api.MapGet(path, async (HttpContext context, FleetDesk desk) =>
        {
            var query = ApiQuery.List(context.Request.Query);
            return query.Ok
                ? (await desk.Lists.ReadAsync(list, query.Value, [], context.RequestAborted)).Show(p => PageJson<T>.Of(p.Page, query.Value, show))
                : ApiAnswers.Refuse(query.Refusal);
        });
}

/// <summary>Something that a phone was seen to break.</summary>
sealed record FindingRowJson(
    string Phone, string? PhoneName, string? Owner, string? Labels, string? Setting, string? Severity, string? Required, string? Observed, string? Source,
    DateTimeOffset? Since, string? Remedy, DateTimeOffset? GraceEnd, string? NextStep, DateTimeOffset? NextStepAt)
{
    public static FindingRowJson Of(IndexItem i) => new(
        i.Key, i.Text("phone_name"), i.Text("owner"), i.Text("labels"), i.Text("setting"), i.Text("severity"), i.Text("required"), i.Text("observed"),
        i.Text("source"), i.Instant("since"), i.Text("remedy"), i.Instant("grace_end"), i.Text("next_step"), i.Instant("next_step_at"));
}

/// <summary>A wipe or a lock, and how far it is.</summary>
sealed record OrderRowJson(
    string? OrderId, string? Kind, string? Phone, string? PhoneName, string? Slot, long? Epoch, string? Step, DateTimeOffset? StepAt, string? RequestedBy,
    DateTimeOffset? RequestedAt, string? Reason)
{
    public static OrderRowJson Of(IndexItem i) => new(
        i.Text("order_id"), i.Text("kind"), i.Text("phone"), i.Text("phone_name"), i.Text("slot"), i.Integer("epoch"), i.Text("step"), i.Instant("step_at"),
        i.Text("requested_by"), i.Instant("requested_at"), i.Text("reason"));
}

/// <summary>A VM.</summary>
sealed record VmRowJson(
    string? Phone, string? PhoneName, string? Slot, string? Owner, long? Epoch, string? Desired, string? State, string? Wipe, string? WipeOrder, DateTimeOffset? WipeAt,
    string? Lock)
{
    public static VmRowJson Of(IndexItem i) => new(
        i.Text("phone"), i.Text("phone_name"), i.Text("slot"), i.Text("owner"), i.Integer("epoch"), i.Text("desired"), i.Text("state"), i.Text("wipe"),
        i.Text("wipe_order"), i.Instant("wipe_at"), i.Text("lock"));
}

/// <summary>A persona, and where it lives or lived last.</summary>
sealed record PersonaRowJson(string Id, string? Owner, string? Phone, string? Slot, string? Status, long? Epoch, DateTimeOffset? Since)
{
    public static PersonaRowJson Of(IndexItem i) => new(
        i.Key, i.Text("owner"), i.Text("phone"), i.Text("slot"), i.Text("status"), i.Integer("epoch"), i.Instant("since"));
}
