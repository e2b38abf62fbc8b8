using System.Collections.Immutable;
using Twofold.Fleet.Backups;
using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>Backups of the whole installation. A request names no place: the console was told one when it was started.</summary>
static class BackupRoutes
{
    public static void MapBackups(this RouteGroupBuilder api)
    {
        api.MapGet("/backups", async (FleetDesk desk, CancellationToken cancel) => (await desk.Backups.ListAsync(cancel)).Show(BackupsJson.Of));
        api.MapPost("/backups", async (FleetDesk desk, CancellationToken cancel) =>
            (await desk.Backups.MakeAsync(cancel)).Show(BackupJson.Of, _ => StatusCodes.Status202Accepted));
    }
}

/// <summary>The newest backups.</summary>
sealed record BackupsJson(ImmutableArray<BackupJson> Items)
{
    public static BackupsJson Of(BackupsView view) => new([.. view.Recent.Select(BackupJson.Of)]);
}

/// <summary>A backup.</summary>
sealed record BackupJson(
    string Id, BackupStatus Status, string AskedBy, DateTimeOffset AskedAt, DateTimeOffset? EndedAt, string? File, long? Bytes, string? Code)
{
    public static BackupJson Of(Backup b) => new(b.Id, b.Status, b.AskedBy, b.AskedAt, b.EndedAt, b.File, b.Bytes, b.Code);
}
