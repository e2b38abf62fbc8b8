using System.Collections.Immutable;
using Twofold.Fleet;
using Twofold.Fleet.PolicySets;
using Twofold.Policies;
using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>The policy sets that came into force, with their documents as they stood.</summary>
static class RevisionRoutes
{
    public static void MapRevisions(this RouteGroupBuilder api)
    {
        api.MapGet("/policy/revisions", ListAsync);
        api.MapGet("/policy/revisions/{revision}", async (string revision, FleetDesk desk, CancellationToken cancel) =>
            long.TryParse(revision, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
                ? (await desk.Revisions.GetAsync(number, cancel)).Show(RevisionDetailJson.Of)
                : ApiAnswers.Refuse("revision/unknown", $"there is no revision `{Refs.Shown(revision)}`"));
    }

    private static async Task<IResult> ListAsync(HttpContext context, FleetDesk desk)
    {
        var query = context.Request.Query;
        if (ApiQuery.Unknown(query, "page", "size") is { } refusal) return ApiAnswers.Refuse(refusal);
        if (ApiQuery.Number(query, "page", 1, 1, 100_000) is not { } page || ApiQuery.Number(query, "size", 50, 1, IndexQuery.MaxTake) is not { } size)
            return ApiAnswers.Refuse("request/bad-query", $"`page` is a number from 1 and `size` one from 1 to {IndexQuery.MaxTake}");
        return (await desk.Revisions.ListAsync((page - 1) * size, (int)size, context.RequestAborted))
            .Show(r => new { Total = r.Total.Rows, Page = page, Size = size, Items = r.Items.Select(RevisionJson.Of) });
    }
}

/// <summary>A revision without its documents.</summary>
/// <param name="VmsAtRisk">Work VMs that it put at risk.</param>
/// <param name="Rollout">The rollout by which it went out, or null for to everyone at once.</param>
/// <param name="TookBack">The rollout that it took back, or null.</param>
sealed record RevisionJson(
    long Revision, string Digest, string Author, string? ApprovedBy, string Note, DateTimeOffset InForceSince, int VmsAtRisk, string? Rollout, string? TookBack)
{
    public static RevisionJson Of(PolicyRevision r) => new(r.Number, r.SetDigest, r.Author, r.ApprovedBy, r.Note, r.Since, r.VmsAtRisk, r.Rollout, r.TookBack);
}

/// <summary>A revision with its documents as they stood.</summary>
/// <param name="InForce">Whether it is the newest.</param>
/// <param name="Before">The revision before it; 0 when there was none.</param>
/// <param name="Changes">What it says otherwise than the revision before it; null where one of them can be read no more.</param>
sealed record RevisionDetailJson(
    RevisionJson Revision, bool InForce, long Before, ImmutableArray<PolicyFile> Files, ImmutableArray<SayingChange>? Changes)
{
    public static RevisionDetailJson Of(RevisionDetail d) => new(
        RevisionJson.Of(d.Revision), d.IsInForce, d.Before.Revision, d.Files,
        Explanation.Read(d.Before.Files).Set is { } old && Explanation.Read(d.Files).Set is { } @new ? [.. SetDiff.Of(old, @new)] : null);
}
