namespace Twofold.Web.Kit;

/// <summary>
/// One heartbeat for all relative times of a circuit, so that "2 minutes ago" stays true without a timer per cell.
/// It beats only while someone listens.
/// </summary>
public sealed class RelativeClock(TimeProvider time) : IDisposable
{
    /// <summary>How often the words may change.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    ITimer? timer;
    Action? listeners;

    /// <summary>The instant that relative words are relative to.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Calls <paramref name="listener"/> at every beat, on any thread, until the answer is disposed.</summary>
    public IDisposable Listen(Action listener)
    {
        listeners += listener;
        timer ??= time.CreateTimer(_ => listeners?.Invoke(), null, Beat, Beat);
        return new Listening(() => Leave(listener));
    }

    /// <inheritdoc/>
    public void Dispose() => timer?.Dispose();

    void Leave(Action listener)
    {
        listeners -= listener;
        if (listeners is not null) return;
        timer?.Dispose();
        timer = null;
    }

    sealed class Listening(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
