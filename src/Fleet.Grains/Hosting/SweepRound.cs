using System.Collections.Concurrent;

namespace Twofold.Fleet.Hosting;

/// <summary>
/// For a host of several machines: wakes what is due, and reminds senders of waiting letters, since nothing else does once their machine died.
/// It never waits for a grain, because a call to a dead machine hangs; what is not back yet is not called again, and so many are out at most.
/// </summary>
internal sealed class SweepRound(GrainRegistry registry, IGrainStore store, Func<CommandEnvelope, Task> wake, Func<GrainId, Task> remind)
{
    private const int Page = 256;
    private const int MostOut = 4096;

    private readonly ConcurrentDictionary<GrainId, bool> _out = new();
    private long _mark;

    /// <summary>One pass over all that is due at <paramref name="now"/>, and over one page of letters.</summary>
    public async Task RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        DueGrain? last = null;
        do
        {
            var page = await store.DueAsync(now, last, Page, cancel);
            foreach (var due in page) Wake(due);
            last = page.Length == Page ? page[^1] : null;
        }
        while (last is not null && _out.Count < MostOut);
        await RemindAsync(cancel);
    }

    private void Wake(DueGrain due)
    {
        if (Asking.Wake(registry, due) is { } command) Begin(due.Id, () => wake(command));
    }

    // A page each time, round and round, so that letters which cannot be brought do not hide those behind them.
    private async Task RemindAsync(CancellationToken cancel)
    {
        var page = await store.PendingLettersAsync(_mark, Page, cancel);
        foreach (var sender in page.Select(l => l.Letter.From).Distinct()) Begin(sender, () => remind(sender));
        _mark = page.Length == Page ? page[^1].Mark : 0;
    }

    private void Begin(GrainId id, Func<Task> call)
    {
        if (_out.Count < MostOut && _out.TryAdd(id, true)) _ = CallAsync(id, call);
    }

    private async Task CallAsync(GrainId id, Func<Task> call)
    {
        try
        {
            // Busy, out of reach, or a fault that is in the journal already: the next round meets it again.
            await call().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            _out.TryRemove(id, out _);
        }
    }
}
