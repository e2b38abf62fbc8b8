using System.Collections.Immutable;
using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>Lists of phones, and one phone.</summary>
static class PhoneRoutes
{
    public static void MapPhones(this RouteGroupBuilder api)
    {
        api.MapGet("/phones", ListAsync);
        api.MapGet("/phones/{phone}", GetAsync);
        api.MapPut("/phones/{phone}", DescribeAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, FleetDesk desk)
    {
        var query = ApiQuery.List(context.Request.Query);
        return query.Ok
            ? (await desk.Phones.ListAsync(query.Value, context.RequestAborted)).Show(p => PageJson<PhoneRowJson>.Of(p, query.Value, PhoneRowJson.Of))
            : ApiAnswers.Refuse(query.Refusal);
    }

    private static async Task<IResult> GetAsync(string phone, HttpContext context, FleetDesk desk)
    {
        var query = context.Request.Query;
        if (ApiQuery.Unknown(query, "at") is { } refusal) return ApiAnswers.Refuse(refusal);
        if (!query.ContainsKey("at")) return (await desk.Phones.GetAsync(phone, context.RequestAborted)).Show(PhoneJson.Of);
        return PastMoment.Read(query["at"].ToString()) is { } moment
            ? (await desk.History.PhoneAsync(phone, moment, context.RequestAborted)).Show(PastPhoneJson.Of)
            : ApiAnswers.Refuse("request/bad-query", "`at` is an instant such as 2026-03-03T12:00:00Z, or a position of the audit log");
    }

    private static async Task<IResult> DescribeAsync(string phone, HttpContext context, FleetDesk desk)
    {
        var body = await ApiBody.ReadAsync<PhoneDescription>(context);
        return body is { Ok: true, Value: var to }
            ? Show(await desk.Phones.DescribeAsync(phone, to.Name, to.Owner, to.Labels ?? PhoneJson.NoLabels, context.RequestAborted))
            : ApiAnswers.Refuse(body.Refusal!);
    }

    // Nothing to show once it holds; what a second person has to let through is shown as waiting.
    private static IResult Show(Answer<Described> described) => described is { Ok: true, Value.Waiting: null }
        ? Results.NoContent()
        : described.Show(d => DescriptionJson.Of(d.Waiting)!, _ => StatusCodes.Status202Accepted);
}

/// <summary>What a phone is called.</summary>
sealed record PhoneDescription(string Name, string Owner, ImmutableSortedDictionary<string, string>? Labels = null);
