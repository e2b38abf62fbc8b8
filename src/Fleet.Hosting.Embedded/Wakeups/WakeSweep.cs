using System.Collections.Immutable;
using Twofold.Fleet.Hosting;

namespace Twofold.Fleet.Embedded;

/// <summary>Wakes the grains whose deadline has come, page by page; a grain that does not move is met again in the next sweep.</summary>
internal sealed class WakeSweep(GrainRegistry registry, IGrainStore store, Func<CommandEnvelope, Task<Reply>> deliver, HostVoice voice)
{
    /// <summary>One pass over all that is due at <paramref name="now"/>.</summary>
    public async Task RunAsync(DateTimeOffset now, int pageSize, CancellationToken cancel)
    {
        try
        {
            await WakeAllAsync(now, pageSize, cancel);
        }
        catch (Exception error) when (error is not (OperationCanceledException or FleetBusyException))
        {
            voice.Fault("sweep/failed", default, error);
        }
        catch (FleetBusyException)
        {
            // Too many readers at this moment: the next sweep asks again.
        }
    }

    private async Task WakeAllAsync(DateTimeOffset now, int pageSize, CancellationToken cancel)
    {
        DueGrain? last = null;
        ImmutableArray<DueGrain> page;
        do
        {
            page = await store.DueAsync(now, last, pageSize, cancel);
            await Task.WhenAll(page.Select(WakeAsync));
            last = page.IsEmpty ? last : page[^1];
        }
        while (page.Length == pageSize && !cancel.IsCancellationRequested);
    }

    private async Task WakeAsync(DueGrain due)
    {
        try
        {
            if (Asking.Wake(registry, due) is { } wake) await deliver(wake);
        }
        catch (Exception error) when (error is FleetBusyException or GrainFaultException)
        {
            // Busy: the next sweep meets it again. A fault is in the journal already.
        }
        catch (Exception error)
        {
            voice.Fault("sweep/failed", due.Id, error);
        }
    }
}
