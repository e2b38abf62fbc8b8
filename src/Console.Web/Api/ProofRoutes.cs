using System.Collections.Immutable;
using System.Text;
using Twofold.Fleet;
using Twofold.Web.AuditTrail;
using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>What proves the history: checkpoints, the key that verifies them, exports; and the erasure of persons.</summary>
static class ProofRoutes
{
    private const string JsonLines = "application/jsonl";

    public static void MapProof(this RouteGroupBuilder api)
    {
        api.MapGet("/audit/proof", async (FleetDesk desk, CancellationToken cancel) => (await desk.Proof.GetAsync(cancel)).Show(ProofJson.Of));
        api.MapPost("/audit/checkpoints", async (FleetDesk desk, CancellationToken cancel) => (await desk.Proof.CheckpointAsync(cancel)).Show(ProofJson.Of));
        api.MapGet("/audit/checkpoints", CheckpointsAsync);
        api.MapGet("/audit/export", ExportAsync);
        api.MapPost("/audit/erasures", EraseAsync);
    }

    /// <summary>The download of the audit page: the same export, for a session.</summary>
    public static void MapAuditExport(this WebApplication app) => app.MapGet("/audit/export", (HttpContext context, Seat seat, FleetDesk desk) =>
    {
        if (Seat.PersonOf(context.User) is { } person) seat.Take(person);
        return ExportAsync(context, desk);
    });

    private static async Task<IResult> CheckpointsAsync(HttpContext context, FleetDesk desk)
    {
        var query = context.Request.Query;
        if (ApiQuery.Unknown(query, "after") is { } refusal) return ApiAnswers.Refuse(refusal);
        return ApiQuery.Number(query, "after", 0, 0, long.MaxValue) is { } after
            ? (await desk.Proof.CheckpointsAsync(after, context.RequestAborted)).Show(CheckpointsJson.Of)
            : ApiAnswers.Refuse("request/bad-query", "`after` is the number of a checkpoint");
    }

    private static async Task<IResult> ExportAsync(HttpContext context, FleetDesk desk)
    {
        var export = await desk.Proof.ExportAsync(context.RequestAborted);
        return export.Ok ? Results.Stream(body => WriteAsync(body, export.Value), JsonLines, "twofold-audit.jsonl") : ApiAnswers.Refuse(export.Refusal);
    }

    private static async Task WriteAsync(Stream body, IAsyncEnumerable<string> lines)
    {
        await using var writer = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        await foreach (var line in lines) await writer.WriteLineAsync(line);
    }

    private static async Task<IResult> EraseAsync(HttpContext context, FleetDesk desk)
    {
        var body = await ApiBody.ReadAsync<ErasureRequest>(context);
        return body.Ok
            ? (await desk.Erasures.EraseAsync(body.Value.Name, body.Value.Reason, context.RequestAborted)).Show(e => e)
            : ApiAnswers.Refuse(body.Refusal);
    }
}

/// <summary>Whom to erase, and why.</summary>
sealed record ErasureRequest(string Name, string Reason);

/// <summary>How provable the history is.</summary>
sealed record ProofJson(CheckpointJson? Checkpoint, bool Waiting, ImmutableArray<WitnessStanding> Witnesses, AuditKey Key)
{
    public static ProofJson Of(AuditProof proof) => new(proof.Newest is { } newest ? CheckpointJson.Of(newest) : null, proof.Waiting, proof.Witnesses, proof.Key);
}

/// <summary>A checkpoint.</summary>
sealed record CheckpointJson(long Number, DateTimeOffset At, long After, long Through, string Jws)
{
    public static CheckpointJson Of(StoredCheckpoint c) => new(c.Number, c.At, c.After, c.Through, c.Jws);
}

/// <summary>A page of checkpoints; ask again with <c>after</c> set to the last number.</summary>
sealed record CheckpointsJson(ImmutableArray<CheckpointJson> Items)
{
    public static CheckpointsJson Of(ImmutableArray<StoredCheckpoint> page) => new([.. page.Select(CheckpointJson.Of)]);
}
