using Twofold.Fleet;
using Twofold.Fleet.Erasures;
using Twofold.Web.Desk;

namespace Twofold.Web.AuditTrail;

/// <summary>
/// Destroys the keys of persons whose erasure was asked for, and says so in the audit. What was asked for when the server died is done
/// after it comes back. Other servers let go of the key when they hear of it.
/// </summary>
public sealed partial class Eraser(IFleet fleet, IFleetIndex index, IPersonStore store, PersonKeys keys, TimeProvider time, ILogger<Eraser> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);
    private static readonly IndexQuery Asked = new("erasures", [new("status", FilterMatch.Is, "asked")]);

    /// <summary>Destroys one person's key; again changes nothing.</summary>
    public async Task FinishAsync(string person, CancellationToken cancel)
    {
        await store.ErasePersonAsync(person, time.GetUtcNow(), cancel);
        keys.Forget(person);
        await fleet.AskAsync(Refs.Erasure(person), new ErasureCommand.KeyGone(), Actor.System, $"key-gone:{person}", cancel);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(WatchAsync(stoppingToken), SweepAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task WatchAsync(CancellationToken cancel)
    {
        await foreach (var notice in fleet.WatchAsync("erasure", null, cancel))
        {
            if (notice.Missed) keys.ForgetAll();
            else keys.Forget(notice.Id.Key);
        }
    }

    private async Task SweepAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        do await SweepOnceAsync(cancel);
        while (await timer.WaitForNextTickAsync(cancel));
    }

    private async Task SweepOnceAsync(CancellationToken cancel)
    {
        try
        {
            foreach (var item in (await index.QueryAsync(Asked, cancel)).Items) await FinishAsync(item.Key, cancel);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Broke(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "audit/erasure-failed: a key could not be destroyed; it is tried again")]
    private partial void Broke(Exception fault);
}
