using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Twofold.Fleet;

namespace Twofold.Web.Desk;

/// <summary>Opens live views: notices of grains say that something changed, and the view is read again, until the console stops.</summary>
public sealed class Watcher(IFleet fleet, TimeProvider time, Patience patience, IHostApplicationLifetime life)
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
        var (signals, end) = (Signals(), CancellationTokenSource.CreateLinkedTokenSource(cancel));
        var pump = PumpAsync(fleet.WatchAsync(null, null, end.Token), concerns, signals.Writer);
        var snapshot = await read(cancel);
        if (!snapshot.Ok) await end.CancelAsync();
        return snapshot.Map(now => new Live<T>(now, ChangesAsync(signals.Reader, read, pump, end)));
    }

    /// <summary>Waits until a view of one grain is as wanted, as long as there is patience; answers the view as it is then.</summary>
    public async Task<TView> UntilAsync<TCommand, TView>(GrainRef<TCommand, TView> of, Func<TView, bool> wanted, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(patience.AtMost, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        var signals = Signals();
        var pump = PumpAsync(fleet.WatchAsync(of.Id.Kind, of.Id.Key, end.Token), _ => true, signals.Writer);
        try
        {
            var view = (await fleet.ViewAsync(of, cancel)).View;
            while (!wanted(view) && await signals.Reader.WaitToReadAsync(cancel))
            {
                signals.Reader.TryRead(out _);
                view = (await fleet.ViewAsync(of, cancel)).View;
            }

            return view;
        }
        finally
        {
            await end.CancelAsync();
            await pump;
        }
    }

    private static Channel<bool> Signals() => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    // Runs to its first wait at once, so that the watch has begun when it returns.
    private static async Task PumpAsync(IAsyncEnumerable<GrainNotice> notices, Func<GrainId, bool> concerns, ChannelWriter<bool> signals)
    {
        try
        {
            await foreach (var notice in notices)
                if (notice.Missed || concerns(notice.Id)) signals.TryWrite(true);
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
    }

    private async IAsyncEnumerable<Answer<T>> ChangesAsync<T>(
        ChannelReader<bool> signals, Func<CancellationToken, Task<Answer<T>>> read, Task pump, CancellationTokenSource end,
        [EnumeratorCancellation] CancellationToken stop = default)
        where T : notnull
    {
        using var watch = end;
        await using var stopping = stop.Register(watch.Cancel);
        try
        {
            while (await signals.WaitToReadAsync(watch.Token) && !life.ApplicationStopping.IsCancellationRequested)
            {
                signals.TryRead(out _);
                var answer = await read(watch.Token);
                yield return answer;
                if (!answer.Ok) yield break;
                await Task.Delay(Pause, time, watch.Token);
            }
        }
        finally
        {
            await watch.CancelAsync();
            await pump;
        }
    }
}

/// <summary>How long a request waits for what follows an order, such as the governor's answer.</summary>
/// <param name="AtMost">The longest that it waits.</param>
public sealed record Patience(TimeSpan AtMost);
