using System.Collections.Concurrent;
using System.Collections.Immutable;
using Twofold.Fleet;

namespace Twofold.Web.AuditTrail;

/// <summary>How a witness stands.</summary>
/// <param name="Name"><c>file</c> or <c>url</c>.</param>
/// <param name="Number">The last checkpoint that it has.</param>
/// <param name="AwaySince">Since when it has taken nothing although there was something, or null.</param>
public sealed record WitnessStanding(string Name, long Number, DateTimeOffset? AwaySince);

/// <summary>
/// Brings every checkpoint to every witness, in order, once it is stored; how far each is, is stored too. A witness that is away holds
/// nobody up: checkpoints wait in their table however long, it is tried again with growing pauses, and its standing says so.
/// </summary>
public sealed partial class WitnessPublisher(
    IEnumerable<IWitnessSink> sinks, ICheckpointStore store, Checkpointer checkpointer, TimeProvider time, AuditOptions options, AuditCounters counters,
    ILogger<WitnessPublisher> log) : BackgroundService
{
    private const int Page = 16;

    private readonly ConcurrentDictionary<string, WitnessStanding> _standings = new();

    /// <summary>How each witness stands.</summary>
    public ImmutableArray<WitnessStanding> Standings => [.. _standings.Values.OrderBy(s => s.Name, StringComparer.Ordinal)];

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(sinks.Select(s => RunAsync(s, stoppingToken)));

    private async Task RunAsync(IWitnessSink sink, CancellationToken cancel)
    {
        using var signal = new SemaphoreSlim(1, 1);
        void Wake()
        {
            if (signal.CurrentCount == 0) signal.Release();
        }

        checkpointer.Made += Wake;
        try
        {
            for (var failures = 0; ;)
            {
                failures = await TryAsync(sink, cancel) ? 0 : failures + 1;
                if (failures == 0) await signal.WaitAsync(options.RetryAtMost, cancel);
                else await Task.Delay(Pause(failures), time, cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
        finally
        {
            checkpointer.Made -= Wake;
        }
    }

    private async Task<bool> TryAsync(IWitnessSink sink, CancellationToken cancel)
    {
        try
        {
            await CatchUpAsync(sink, cancel);
            return true;
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            counters.Failed(sink.Name);
            var standing = _standings.GetOrAdd(sink.Name, n => new WitnessStanding(n, 0, null));
            if (standing.AwaySince is null) Away(sink.Name, fault.GetType().Name);
            _standings[sink.Name] = standing with { AwaySince = standing.AwaySince ?? time.GetUtcNow() };
            return false;
        }
    }

    private async Task CatchUpAsync(IWitnessSink sink, CancellationToken cancel)
    {
        var number = await store.WitnessedAsync(sink.Name, cancel);
        _standings.AddOrUpdate(sink.Name, n => new WitnessStanding(n, number, null), (_, old) => old with { Number = number });
        for (var page = await store.CheckpointsAsync(number, Page, cancel); !page.IsEmpty; page = await store.CheckpointsAsync(number, Page, cancel))
        {
            counters.Behind(sink.Name, page[^1].Number - number);
            foreach (var checkpoint in page)
            {
                await sink.TakeAsync(checkpoint, cancel);
                await store.WitnessAsync(sink.Name, number = checkpoint.Number, cancel);
                if (_standings[sink.Name].AwaySince is not null) Back(sink.Name, number);
                _standings[sink.Name] = new WitnessStanding(sink.Name, number, null);
            }
        }

        counters.Behind(sink.Name, 0);
    }

    private TimeSpan Pause(int failures)
    {
        var wanted = options.Retry * Math.Pow(2, Math.Min(failures - 1, 20));
        return wanted < options.RetryAtMost ? wanted : options.RetryAtMost;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "audit/witness-away: the witness `{Witness}` takes no checkpoint ({Fault}); they wait for it")]
    private partial void Away(string witness, string fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "the witness `{Witness}` is back, at checkpoint {Number}")]
    private partial void Back(string witness, long number);
}
