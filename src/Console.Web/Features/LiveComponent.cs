using Microsoft.AspNetCore.Components;
using Twofold.Web.Desk;

namespace Twofold.Web.Features;

/// <summary>A component that stays true: it opens one live view at a time and ends it when it goes.</summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    private CancellationTokenSource open = new();

    /// <summary>The time between two pictures of what changes all the time; what happens in between falls together.</summary>
    protected static TimeSpan Calm { get; } = TimeSpan.FromMilliseconds(700);

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the live view.</summary>
    protected virtual void Dispose(bool disposing) => open.Cancel();

    /// <summary>Ends the view before, shows what is, and then shows what it becomes. A page without a circuit shows only what is.</summary>
    /// <param name="subscribe">Opens the view.</param>
    /// <param name="show">Takes a view in; called on the component's own thread.</param>
    /// <param name="pause">The least time between two changes.</param>
    protected async Task FollowAsync<T>(Func<CancellationToken, Task<Answer<Live<T>>>> subscribe, Func<Answer<T>, Task> show, TimeSpan pause = default)
        where T : notnull
    {
        await open.CancelAsync();
        var mine = open = new();
        try
        {
            var live = await subscribe(mine.Token);
            if (mine.IsCancellationRequested) return;
            await show(live.Map(l => l.Snapshot));
            if (!RendererInfo.IsInteractive) await mine.CancelAsync();
            else if (live.Ok) _ = StayAsync(live.Value.Changes, show, pause, mine.Token);
        }
        catch (OperationCanceledException) when (mine.IsCancellationRequested)
        {
            // Another view took its place, or nobody looks any more.
        }
    }

    private async Task StayAsync<T>(IAsyncEnumerable<Answer<T>> changes, Func<Answer<T>, Task> show, TimeSpan pause, CancellationToken cancel)
        where T : notnull
    {
        try
        {
            await foreach (var change in changes.WithCancellation(cancel))
            {
                await show(change);
                StateHasChanged();
                if (pause > TimeSpan.Zero) await Task.Delay(pause, Time, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Nobody looks any more.
        }
        catch (Exception fault)
        {
            await DispatchExceptionAsync(fault);
        }
    }
}
