using System.Collections.Immutable;
using Twofold.Auditing;
using Twofold.Fleet;
using Twofold.Protocol;

namespace Twofold.Web.AuditTrail;

/// <summary>
/// Signs checkpoints over the feed: when enough has happened, when enough time has passed, and on demand. Each look does a bounded
/// amount of work. What was not signed when the server died is signed after it comes back. With several servers each number is made by
/// one of them, whichever is first.
/// </summary>
public sealed partial class Checkpointer(ICheckpointStore store, JwsSigner signer, TimeProvider time, AuditOptions options, AuditCounters counters, ILogger<Checkpointer> log)
    : BackgroundService
{
    private const int MostPerLook = 64;

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private bool _failed;

    /// <summary>Called with every checkpoint; cheap.</summary>
    public Action? Made { get; set; }

    /// <summary>The public key that verifies what is made here.</summary>
    public JwsKeys Keys => signer.Keys;

    /// <summary>Makes checkpoints until one covers everything that has happened by now; answers the newest, or null when nothing ever happened.</summary>
    public async Task<StoredCheckpoint?> MakeAsync(CancellationToken cancel)
    {
        while (await NextAsync(least: 1, cancel))
        {
        }

        return await store.NewestCheckpointAsync(cancel);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.LookEvery, time);
        try
        {
            do await LookAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        try
        {
            var newest = await store.NewestCheckpointAsync(cancel);
            var least = time.GetUtcNow() - (newest?.At ?? _start) >= options.CheckpointEvery ? 1 : Math.Clamp(options.CheckpointEvents, 1, Checkpoint.MaxEntries);
            for (var n = 0; n < MostPerLook && await NextAsync(least, cancel); n++)
            {
            }

            _failed = false;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            counters.Failed("checkpoint");
            if (!_failed) Broke(fault);
            _failed = true;
        }
    }

    // True when a checkpoint was made here or elsewhere, so that there may be more to do.
    private async Task<bool> NextAsync(int least, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            var newest = await store.NewestCheckpointAsync(cancel);
            var links = await store.LinksAsync(newest?.Through ?? 0, Checkpoint.MaxEntries, cancel);
            if (links.Length < least) return false;
            if (await store.AddCheckpointAsync(Sign(newest, links), cancel)) counters.Made();
        }
        finally
        {
            _one.Release();
        }

        Made?.Invoke();
        return true;
    }

    private StoredCheckpoint Sign(StoredCheckpoint? newest, ImmutableArray<FeedLink> links)
    {
        var draft = CheckpointDraft.Next(
            newest is null ? null : (newest.Number, newest.Through, newest.Jws),
            [.. links.Select(l => new CheckpointLink(l.Position, l.Grain.ToString(), l.Hash))], time.GetUtcNow());
        return new StoredCheckpoint(draft.Number, draft.At, draft.After, draft.Through, CheckpointText.Sign(draft, signer));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "audit/checkpoint-failed: no checkpoint can be made")]
    private partial void Broke(Exception fault);
}
