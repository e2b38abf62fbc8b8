using System.Collections.Immutable;
using System.Globalization;
using Twofold.Fleet;
using Twofold.Fleet.Backups;
using Twofold.Web.Backups;

namespace Twofold.Web.Desk;

/// <summary>Backups of the whole installation, made where the console was told to put them. All need <c>backup.make</c>.</summary>
public sealed class BackupDesk(Counter counter, BackupMaker maker, TimeProvider time)
{
    /// <summary>The newest backups and what became of them.</summary>
    public Task<Answer<BackupsView>> ListAsync(CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.BackupMake, "backup.list", async () => Answer.Of((await counter.ViewAsync(Refs.Backups, cancel)).View), cancel);

    /// <summary>Begins a backup; <c>backup/running</c>, <c>backup/no-folder</c>.</summary>
    public Task<Answer<Backup>> MakeAsync(CancellationToken cancel = default) =>
        counter.ServeAsync("backup.make", MakeAsync, cancel, Capability.BackupMake);

    // Whoever asks may go away meanwhile: what the grain has accepted begins all the same.
    private async Task<Answer<Backup>> MakeAsync(Actor actor)
    {
        if (maker.Problem is { } problem) return new(null, problem);
        var id = $"{time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{Secret.NewId()[..6]}";
        var asked = await counter.AskAsync(Refs.Backups, new BackupCommand.Ask(id), actor, CancellationToken.None);
        if (!asked.Ok) return new(null, asked.Refusal);
        maker.Begin(id);
        return Answer.Of((await counter.ViewAsync(Refs.Backups, CancellationToken.None)).View.Recent.First(b => b.Id == id));
    }
}
