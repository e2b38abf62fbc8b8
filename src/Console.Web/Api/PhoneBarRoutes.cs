using System.Collections.Immutable;
using Twofold.Fleet.Phones;
using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>Removals of phones and revocations of their certificates.</summary>
static class PhoneBarRoutes
{
    public static void MapPhoneBars(this RouteGroupBuilder api)
    {
        api.MapBar("removals", PhoneBar.Removed);
        api.MapBar("revocations", PhoneBar.Revoked);
    }

    private static void MapBar(this RouteGroupBuilder api, string name, PhoneBar bar)
    {
        var path = $"/phones/{{phone}}/{name}";
        api.MapPost(path, (string phone, HttpContext context, FleetDesk desk) => AskAsync(phone, bar, context, desk));
        api.MapGet($"{path}/{{order}}", async (string phone, string order, FleetDesk desk, CancellationToken cancel) =>
            (await desk.Phones.IntentAsync(phone, order, cancel)).Show(IntentJson.Of));
        api.MapDelete($"{path}/{{order}}", async (string phone, string order, FleetDesk desk, CancellationToken cancel) =>
            (await desk.Phones.TakeBackAsync(phone, order, cancel)).Done());
    }

    private static async Task<IResult> AskAsync(string phone, PhoneBar bar, HttpContext context, FleetDesk desk)
    {
        var body = await ApiBody.ReadAsync<BarRequest>(context);
        if (!body.Ok) return ApiAnswers.Refuse(body.Refusal);
        var intent = await desk.Phones.BarAsync(phone, bar, body.Value.Reason, ApiOrders.IdOf(context, $"{bar}:{phone}"), context.RequestAborted);
        return intent.Show(IntentJson.Of, i => i.Step == IntentStep.Done ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }
}

/// <summary>Why a phone shall go, or its certificate.</summary>
sealed record BarRequest(string Reason);

/// <summary>A removal or a revocation: how far it came, and when.</summary>
sealed record IntentJson(
    string OrderId, PhoneBar What, string Reason, string RequestedBy, IntentStep Step, ImmutableSortedDictionary<string, DateTimeOffset> Times, string? By, string? Why)
{
    public static IntentJson Of(PhoneIntent i) => new(i.OrderId, i.Bar, i.Reason, i.RequestedBy, i.Step, Api.Times.Of(i.Times), i.By, i.Why);
}
