using Twofold.Fleet.Hosting;

namespace Twofold.Fleet.Embedded;

/// <summary>What waits at a grain: a command with its caller, or a reader that needs the grain loaded first.</summary>
internal abstract record Errand
{
    private Errand()
    {
    }

    /// <summary>Tells whoever waits that it broke.</summary>
    public abstract void Fail(Exception error);

    /// <summary>A command and the place for its answer.</summary>
    public sealed record Command(CommandEnvelope Envelope, TaskCompletionSource<Reply> Answer) : Errand
    {
        /// <inheritdoc/>
        public override void Fail(Exception error) => Answer.TrySetException(error);
    }

    /// <summary>A reader and the place for what it sees.</summary>
    public sealed record Look(TaskCompletionSource<(long Version, object? View)> Answer) : Errand
    {
        /// <inheritdoc/>
        public override void Fail(Exception error) => Answer.TrySetException(error);
    }
}

/// <summary>
/// The single place of one grain in memory: a bounded mailbox, and at most one errand running. While nobody asks it costs little: the
/// loop ends when the mailbox is empty and starts with the next errand, and after a while the cell rests: it lets go of what it had read.
/// </summary>
internal sealed class GrainCell(GrainId id, TurnRunner runner, int capacity)
{
    private readonly Lock _gate = new();

    // Only errands that found another one running wait here, so most cells never have one.
    private Queue<Errand>? _mailbox;
    private bool _running;
    private bool _retired;
    private bool _lookedAt;
    private volatile Loaded? _current;
    private long _lastUsed = runner.Stamp();

    public GrainId Id => id;

    /// <summary>When it was last asked for anything, on the clock's own scale.</summary>
    public long LastUsed => Interlocked.Read(ref _lastUsed);

    /// <summary>The grain in memory once it is loaded. Read and replaced by the loop only, but for looking (see <see cref="Loaded"/>).</summary>
    public Loaded? Current
    {
        get => _current;
        set => _current = value;
    }

    /// <summary>Notes a look. False for the first one: most of what is looked at is looked at once, and to keep what was read for it is what
    /// the collector would spend most time on; whoever looks again finds it kept from then on.</summary>
    public bool NoteLook() => Interlocked.Exchange(ref _lookedAt, true);

    /// <summary>Puts an errand into the mailbox. False when the cell has been unloaded and another one has to be asked for.</summary>
    /// <exception cref="FleetBusyException">The mailbox is full; nothing was done.</exception>
    public bool Post(Errand errand)
    {
        Interlocked.Exchange(ref _lastUsed, runner.Stamp());
        lock (_gate)
        {
            if (_retired) return false;
            if (_running)
            {
                Wait(errand);
                return true;
            }

            _running = true;
        }

        Start(errand);
        return true;
    }

    /// <summary>What readers see now, without waiting for a turn or a save; null when the grain has to be loaded first.</summary>
    public (long Version, object? View)? Look()
    {
        Interlocked.Exchange(ref _lastUsed, runner.Stamp());
        return Current?.View(runner.Now);
    }

    /// <summary>Takes the cell out of use if nothing runs and nothing waits.</summary>
    public bool TryRetire()
    {
        lock (_gate)
        {
            if (_running) return false;
            return _retired = true;
        }
    }

    /// <summary>Lets go of the grain if nothing runs; the next errand reads it from the store again. False when there was nothing to let go of.</summary>
    public bool Rest()
    {
        lock (_gate)
        {
            if (_running || Current is null) return false;
            (Current, _mailbox, _lookedAt) = (null, null, false);
            return true;
        }
    }

    private void Wait(Errand errand)
    {
        _mailbox ??= new Queue<Errand>();
        if (_mailbox.Count >= capacity) throw new FleetBusyException("grain's");
        _mailbox.Enqueue(errand);
    }

    // The caller's thread runs the errand up to its first wait, because a hop to another thread costs more than most turns do. A thread
    // that others queue for, as a page's does, is left alone.
    private void Start(Errand errand)
    {
        if (SynchronizationContext.Current is null && TaskScheduler.Current == TaskScheduler.Default) _ = RunAsync(errand);
        else _ = Task.Run(() => RunAsync(errand));
    }

    private async Task RunAsync(Errand first)
    {
        for (var errand = first; errand is not null; errand = Next()) await runner.RunAsync(this, errand);
    }

    private Errand? Next()
    {
        lock (_gate)
        {
            if (_mailbox is not null && _mailbox.TryDequeue(out var errand)) return errand;
            _running = false;
            return null;
        }
    }
}
