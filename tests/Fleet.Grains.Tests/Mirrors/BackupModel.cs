using Twofold.Fleet.Backups;
using Twofold.Fleet.Tests.Samples;

namespace Twofold.Fleet.Tests.Mirrors;

/// <summary>Backups: each asked for once, one at a time, and ended once.</summary>
internal sealed class BackupModel : Model<BackupCommand, BackupsView>
{
    private readonly Dictionary<string, BackupStatus> _all = [];

    public override string? Take(Step<BackupCommand> step, DateTimeOffset now) => step.Command switch
    {
        BackupCommand.Ask ask => Ask(ask.Id),
        BackupCommand.Finish made => End(made.Id, BackupStatus.Made),
        BackupCommand.Fail failed => End(failed.Id, BackupStatus.Failed),
        _ => throw new InvalidOperationException("every command is listed above"),
    };

    public override string? Wrong(BackupsView view, DateTimeOffset now)
    {
        if (view.Recent.Count(b => b.Status == BackupStatus.Running) > 1) return "two are made at once";
        return view.Recent.OrderBy(b => b.Id).Select(b => (b.Id, b.Status)).SequenceEqual(_all.OrderBy(b => b.Key).Select(b => (b.Key, b.Value))) ? null : $"{view}";
    }

    private string? Ask(string id)
    {
        if (id.Contains('/')) return "backup/bad-id";
        if (_all.ContainsKey(id)) return null;
        if (_all.ContainsValue(BackupStatus.Running)) return "backup/running";
        _all[id] = BackupStatus.Running;
        return null;
    }

    private string? End(string id, BackupStatus status)
    {
        if (_all.TryGetValue(id, out var now) && now == BackupStatus.Running) _all[id] = status;
        return null;
    }
}
