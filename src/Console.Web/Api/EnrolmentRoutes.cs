using System.Collections.Immutable;
using Twofold.Fleet.Enrolments;
using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>One-time codes for phones.</summary>
static class EnrolmentRoutes
{
    public static void MapEnrolments(this RouteGroupBuilder api)
    {
        api.MapGet("/enrolments", ListAsync);
        api.MapPost("/enrolments", IssueAsync);
        api.MapDelete("/enrolments/{id}", async (string id, FleetDesk desk, CancellationToken cancel) => (await desk.Enrolments.RevokeAsync(id, cancel)).Done());
    }

    private static async Task<IResult> ListAsync(HttpContext context, FleetDesk desk)
    {
        var query = ApiQuery.List(context.Request.Query);
        return query.Ok
            ? (await desk.Enrolments.ListAsync(query.Value.Skip, query.Value.Take, context.RequestAborted)).Show(EnrolmentsJson.Of)
            : ApiAnswers.Refuse(query.Refusal);
    }

    private static async Task<IResult> IssueAsync(HttpContext context, FleetDesk desk)
    {
        var body = await ApiBody.ReadAsync<EnrolmentRequest>(context);
        if (!body.Ok) return ApiAnswers.Refuse(body.Refusal);
        var to = body.Value;
        var holds = to.ValidHours is { } hours ? TimeSpan.FromHours(Math.Clamp(hours, 0, 10_000)) : (TimeSpan?)null;
        var issued = await desk.Enrolments.IssueAsync(to.Name, to.Owner, to.Labels ?? PhoneJson.NoLabels, holds, context.RequestAborted);
        return issued.Show(i => new IssuedJson(i.Id, i.Code.Text(), i.ExpiresAt), _ => StatusCodes.Status201Created);
    }
}

/// <summary>The phone that a code is for.</summary>
sealed record EnrolmentRequest(string Name, string Owner = "", ImmutableSortedDictionary<string, string>? Labels = null, double? ValidHours = null);

/// <summary>A new code. It is shown this once.</summary>
sealed record IssuedJson(string Id, string Code, DateTimeOffset ExpiresAt);

/// <summary>A page of enrolments.</summary>
sealed record EnrolmentsJson(long Total, bool AtLeast, ImmutableArray<EnrolmentJson> Items)
{
    public static EnrolmentsJson Of(Rows<EnrolmentRow> rows) => new(
        rows.Total.Rows, rows.Total.AtLeast,
        [.. rows.Items.Select(r => new EnrolmentJson(r.Id, r.View.Status, r.View.Name, r.View.Owner, r.View.IssuedBy, r.View.ExpiresAt, r.View.PhoneId))]);
}

/// <summary>An enrolment.</summary>
sealed record EnrolmentJson(
    string Id, EnrolmentStatus Status, string Name, string Owner, string IssuedBy, DateTimeOffset? ExpiresAt, string? Phone);
