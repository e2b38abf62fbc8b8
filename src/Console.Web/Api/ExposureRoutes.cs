using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Twofold.Fleet;
using Twofold.Fleet.Leases;
using Twofold.Fleet.Phones;
using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>Work VMs whose phones may never return, and the fleet's figures as plain text that monitoring reads.</summary>
static class ExposureRoutes
{
    public static void MapExposures(this RouteGroupBuilder api)
    {
        api.MapGet("/exposures", ListAsync);
        api.MapGet("/metrics", FiguresAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, FleetDesk desk)
    {
        var query = ApiQuery.List(context.Request.Query);
        return query.Ok
            ? (await desk.Exposures.ListAsync(query.Value, context.RequestAborted)).Show(p => ExposurePageJson.Of(p, query.Value))
            : ApiAnswers.Refuse(query.Refusal);
    }

    private static async Task<IResult> FiguresAsync(FleetDesk desk, CancellationToken cancel)
    {
        var figures = await desk.Exposures.FiguresAsync(cancel);
        return figures.Ok ? Results.Text(Text(figures.Value), "text/plain; version=0.0.4") : ApiAnswers.Refuse(figures.Refusal);
    }

    private static string Text(ExposureFigures figures)
    {
        var text = new StringBuilder();
        text.Append("# TYPE twofold_fleet_exposed_vms gauge\n");
        foreach (var (readable, count) in new[] { ("until", figures.Until), ("unbounded", figures.Unbounded), ("no-longer", figures.NoLonger) })
            text.Append(CultureInfo.InvariantCulture, $"twofold_fleet_exposed_vms{{readable=\"{readable}\"}} {count.Rows}\n");
        var longest = figures.Longest is { } at ? Math.Max(0, (at - figures.At).TotalSeconds) : 0;
        text.Append(CultureInfo.InvariantCulture, $"# TYPE twofold_fleet_longest_exposure_seconds gauge\ntwofold_fleet_longest_exposure_seconds {longest:0}\n");
        text.Append(CultureInfo.InvariantCulture, $"# TYPE twofold_fleet_overdue_orders gauge\ntwofold_fleet_overdue_orders {figures.Overdue.Rows}\n");
        return text.ToString();
    }
}

/// <summary>A page of exposed work VMs.</summary>
sealed record ExposurePageJson(long Total, bool AtLeast, int Page, int Size, string? Next, ImmutableArray<ExposureRowJson> Items)
{
    public static ExposurePageJson Of(IndexPage page, IndexQuery query) => new(
        page.Total.Rows, page.Total.AtLeast, (query.Skip / query.Take) + 1, query.Take, page.Next, [.. page.Items.Select(ExposureRowJson.Of)]);
}

/// <summary>A work VM in that list.</summary>
sealed record ExposureRowJson(
    string Phone, string? Name, string? Slot, long? Epoch, string? Exposure, DateTimeOffset? ReadableUntil, DateTimeOffset? SilentSince, string? Standing, string? Wipe)
{
    public static ExposureRowJson Of(IndexItem i) => new(
        i.Key, i.Text("phone_name"), i.Text("slot"), i.Integer("epoch"), i.Text("exposure"), i.Text("exposure") == "unbounded" ? null : i.Instant("readable_until"), i.Instant("silent_since"),
        i.Text("standing"), i.Text("wipe"));
}

/// <summary>How exposed one work VM of a phone is.</summary>
sealed record ExposureJson(string Slot, long Epoch, Readable Readable, DateTimeOffset? Until, long? SecondsAfterContact)
{
    public static ExposureJson Of(Exposure e) => new(e.Slot, e.Epoch, e.Readable, e.At, e.After is { } after ? (long)after.TotalSeconds : null);
}

/// <summary>An order that the phone knows and this server does not.</summary>
sealed record ForeignOrderJson(string OrderId, string Became, DateTimeOffset At)
{
    public static ForeignOrderJson Of(ForeignOrder o) => new(o.OrderId, o.Became, o.At);
}
