namespace Twofold.Transfer;

/// <summary>Why a transfer stands still.</summary>
[Flags]
public enum PauseReasons
{
    /// <summary>It does not.</summary>
    None = 0,

    /// <summary>The battery is low and does not charge.</summary>
    Battery = 1,

    /// <summary>The network is paid by volume.</summary>
    MeteredNetwork = 2,

    /// <summary>A person paused it.</summary>
    Person = 4,
}

/// <summary>A gate that is closed while there is any reason to pause.</summary>
public sealed class PauseGate : ITransferGate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _opened = Opened();
    private PauseReasons _reasons;

    /// <summary>Why it is closed now.</summary>
    public PauseReasons Reasons
    {
        get
        {
            lock (_lock) return _reasons;
        }

        set
        {
            lock (_lock)
            {
                _reasons = value;
                if (value == PauseReasons.None) _opened.TrySetResult();
                else if (_opened.Task.IsCompleted) _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask PassAsync(CancellationToken cancel)
    {
        // Whoever was let go looks again: it may have been closed anew before they came to run.
        while (Waiting() is { IsCompleted: false } opened) await opened.WaitAsync(cancel);
    }

    private Task Waiting()
    {
        lock (_lock) return _opened.Task;
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}
