using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Twofold.Fleet;
using Twofold.Fleet.Backups;
using Twofold.Fleet.Embedded;
using Twofold.Web.Composition;
using Twofold.Web.Desk;

namespace Twofold.Web.Backups;

/// <summary>
/// Makes the backups that are asked for, one at a time, in the folder and under the passphrase that the console was started with. One that a
/// stopped console did not finish is called failed by the next one; nothing of it is left. How one ended is told until the grain has taken it.
/// </summary>
public sealed partial class BackupMaker(ConsoleOptions options, IFleet fleet, IMeterFactory meters, TimeProvider time, ILogger<BackupMaker> log) : BackgroundService
{
    /// <summary>The meter's name.</summary>
    public const string Meter = "Twofold.Backups";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly TimeSpan TellAgain = TimeSpan.FromSeconds(2);

    private readonly Channel<string> _asked = Channel.CreateBounded<string>(1);
    private readonly Counter<long> _ended = meters.Create(Meter).CreateCounter<long>("twofold.backups", description: "backups that were asked for and ended, by how");
    private string? _former;

    /// <summary>Why this console makes no backups, or null.</summary>
    public Refusal? Problem => options.BackupFolder is null ? new("backup/no-folder", "the console was started without `--backup-dir`") : null;

    /// <summary>Begins with one that the grain has accepted.</summary>
    public void Begin(string id) => _asked.Writer.TryWrite(id);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var recent = (await fleet.ViewAsync(Refs.Backups, cancellationToken)).View.Recent;
        _former = recent.FirstOrDefault(b => b.Status == BackupStatus.Running)?.Id;
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (_former is not null) await TellAsync(new BackupCommand.Fail(_former, "backup/stopped"), stoppingToken);
            await foreach (var id in _asked.Reader.ReadAllAsync(stoppingToken)) await MakeAsync(id, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task MakeAsync(string id, CancellationToken stop)
    {
        var ended = await EndAsync(id, stop);
        await TellAsync(ended, stop);
        Count(ended is BackupCommand.Finish ? "made" : "failed");
    }

    private async Task<BackupCommand> EndAsync(string id, CancellationToken stop)
    {
        try
        {
            var file = $"{id}.twofold";
            return new BackupCommand.Finish(id, file, await Task.Run(() => WriteAsync(file, stop), stop));
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Broke(fault, id);
            return new BackupCommand.Fail(id, CodeOf(fault));
        }
    }

    private async Task<long> WriteAsync(string file, CancellationToken stop)
    {
        var folder = Directory.CreateDirectory(options.BackupFolder!, OwnerOnly).FullName;
        var (data, passphrase) = (Path.GetFullPath(options.Data), PassphraseFile.Read(options.BackupPassphraseFile!));
        var archive = Path.Combine(folder, file);
        await new BackupWriter(data, await KeptDatabase.OfAsync(data, options.PostgresFile), time, (_, _) => { }).WriteAsync(archive, passphrase, stop);
        return new FileInfo(archive).Length;
    }

    // A host that is busy, or a disk that is full just then, must not leave a backup that is said to be made for ever.
    private async Task TellAsync(BackupCommand ended, CancellationToken stop)
    {
        while (await TroubleAsync(ended) is { } code)
        {
            Untold(code);
            await Task.Delay(TellAgain, time, stop);
        }
    }

    private async Task<string?> TroubleAsync(BackupCommand ended)
    {
        try
        {
            return (await fleet.AskAsync(Refs.Backups, ended, Actor.System)).Code;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return CodeOf(fault);
        }
    }

    private void Count(string how) => _ended.Add(1, new KeyValuePair<string, object?>("how", how));

    private static string CodeOf(Exception fault) => fault switch
    {
        BackupException known => known.Code,
        StoreTroubleException trouble => trouble.Code,
        StoreException unusable => unusable.Code,
        StartException start => start.Code,
        FleetBusyException busy => busy.Code,
        IOException or UnauthorizedAccessException => "backup/disk",
        _ => "backup/fault",
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "the backup {Id} was not made")]
    private partial void Broke(Exception fault, string id);

    [LoggerMessage(Level = LogLevel.Error, Message = "what became of a backup could not be noted, it is told again: {Code}")]
    private partial void Untold(string code);
}
