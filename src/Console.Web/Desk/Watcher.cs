using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Twofold.Fleet;

namespace Twofold.Web.Desk;

/// <summary>Opens live views: notices of grains say that something changed, and the view is read again.</summary>
public sealed class Watcher(IFleet fleet, TimeProvider time)
{
    /// <summary>The shortest time between two readings of one view; what changes in between is read once.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Opens a view.</summary>
    /// <param name="concerns">Which grains it shows.</param>
    /// <param name="read">Reads it; authorised anew each time.</param>
    /// <param name="cancel">Ends the stream of changes; whoever opens a view must end it.</param>
    public async Task<Answer<Live<T>>> OpenAsync<T>(Func<GrainId, bool> concerns, Func<CancellationToken, Task<Answer<T>>> read, CancellationToken cancel)
        where T : notnull
    {
        // INVARIANT: the watch begins before the snapshot is read, so no change falls between the two.
        var signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        var notices = fleet.WatchAsync(null, null, cancel).GetAsyncEnumerator(cancel);
        var pump = PumpAsync(notices, notices.MoveNextAsync(), concerns, signals.Writer);
        var snapshot = await read(cancel);
        return snapshot.Map(now => new Live<T>(now, ChangesAsync(signals.Reader, read, pump, cancel)));
    }

    /// <summary>Waits until a view of one grain is as wanted, at most <paramref name="atMost"/>; answers the view as it is then.</summary>
    public async Task<TView> UntilAsync<TCommand, TView>(GrainRef<TCommand, TView> of, Func<TView, bool> wanted, TimeSpan atMost, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        await using var notices = fleet.WatchAsync(of.Id.Kind, of.Id.Key, either.Token).GetAsyncEnumerator(either.Token);
        var next = notices.MoveNextAsync();
        while (true)
        {
            var view = (await fleet.ViewAsync(of, cancel)).View;
            if (wanted(view) || !await ArrivedAsync(next, cancel)) return view;
            next = notices.MoveNextAsync();
        }
    }

    private static async Task<bool> ArrivedAsync(ValueTask<bool> next, CancellationToken cancel)
    {
        try
        {
            return await next;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task PumpAsync(
        IAsyncEnumerator<GrainNotice> notices, ValueTask<bool> first, Func<GrainId, bool> concerns, ChannelWriter<bool> signals)
    {
        try
        {
            for (var more = await first; more; more = await notices.MoveNextAsync())
                if (notices.Current.Missed || concerns(notices.Current.Id)) signals.TryWrite(true);
            signals.TryComplete();
        }
        catch (OperationCanceledException)
        {
            signals.TryComplete();
        }
        catch (Exception broken)
        {
            signals.TryComplete(broken);
        }
        finally
        {
            await notices.DisposeAsync();
        }
    }

    private async IAsyncEnumerable<Answer<T>> ChangesAsync<T>(
        ChannelReader<bool> signals, Func<CancellationToken, Task<Answer<T>>> read, Task pump, [EnumeratorCancellation] CancellationToken cancel)
        where T : notnull
    {
        while (await signals.WaitToReadAsync(cancel))
        {
            signals.TryRead(out _);
            var answer = await read(cancel);
            yield return answer;
            if (!answer.Ok) yield break;
            await Task.Delay(Pause, time, cancel);
        }

        await pump;
    }
}
