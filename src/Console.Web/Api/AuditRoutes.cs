using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Twofold.Fleet;
using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>What happened, newest first.</summary>
static class AuditRoutes
{
    public static void MapAudit(this RouteGroupBuilder api)
    {
        api.MapGet("/audit", ReadAsync);
        api.MapProof();
    }

    private static async Task<IResult> ReadAsync(HttpContext context, FleetDesk desk)
    {
        var query = context.Request.Query;
        if (ApiQuery.Unknown(query, "before", "size", "kind", "key", "actor", "type", "phones") is { } refusal) return ApiAnswers.Refuse(refusal);
        if (ApiQuery.Number(query, "before", long.MaxValue, 1, long.MaxValue) is not { } before || ApiQuery.Number(query, "size", 50, 1, 200) is not { } size)
            return ApiAnswers.Refuse("request/bad-query", "`before` is a position and `size` a number from 1 to 200");
        var asked = new EventQuery(
            before, query["kind"].FirstOrDefault(), query["key"].FirstOrDefault(), query["actor"].FirstOrDefault(), query["type"].FirstOrDefault(),
            query["phones"] == "false", (int)size);
        return (await desk.Audit.ReadAsync(asked, context.RequestAborted)).Show(AuditJson.Of);
    }
}

/// <summary>A page of the log; ask again with <c>before</c> set to <see cref="Next"/>.</summary>
sealed record AuditJson(ImmutableArray<EntryJson> Items, long? Next)
{
    public static AuditJson Of(ImmutableArray<AuditEntry> page) => new(
        [.. page.Select(e => new EntryJson(e.Position, e.At, e.Grain.ToString(), e.Type, e.ActorKind, e.ActorId, e.Facts))],
        page.IsEmpty ? null : page[^1].Position);
}

/// <summary>One thing that happened.</summary>
sealed record EntryJson(long Position, DateTimeOffset At, string Grain, string Type, ActorKind ActorKind, string Actor, JsonObject Facts);
