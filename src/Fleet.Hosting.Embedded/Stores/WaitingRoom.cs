namespace Twofold.Fleet.Embedded;

/// <summary>
/// Lets a few readers in at a time. Those beyond wait; those beyond the waiting room are turned away. While there is room inside nobody
/// takes a lock.
/// </summary>
internal sealed class WaitingRoom(int inside, int waiting)
{
    private readonly SemaphoreSlim _turns = new(0);
    private int _here;

    /// <summary>Cancelling is noticed when it is one's turn.</summary>
    /// <exception cref="FleetBusyException">The waiting room is full; nothing was read.</exception>
    public async ValueTask<Turn> EnterAsync(CancellationToken cancel)
    {
        // INVARIANT: whoever waits is let in by exactly one who leaves, so nobody gives up waiting.
        if (Come() > inside) await _turns.WaitAsync(CancellationToken.None);
        if (!cancel.IsCancellationRequested) return new Turn(this);
        Leave();
        throw new OperationCanceledException(cancel);
    }

    private int Come()
    {
        while (true)
        {
            var here = Volatile.Read(ref _here);
            if (here >= inside + waiting) throw new FleetBusyException("reader");
            if (Interlocked.CompareExchange(ref _here, here + 1, here) == here) return here + 1;
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _here) >= inside) _turns.Release();
    }

    public readonly struct Turn(WaitingRoom room) : IDisposable
    {
        public void Dispose() => room.Leave();
    }
}
