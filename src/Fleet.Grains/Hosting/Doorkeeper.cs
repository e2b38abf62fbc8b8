namespace Twofold.Fleet.Hosting;

/// <summary>Counts who is inside, so that a host can close when the last one has left.</summary>
internal sealed class Doorkeeper
{
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One for the house itself; it leaves when the door closes.
    private int _inside = 1;
    private int _closed;

    /// <exception cref="FleetBusyException">The door is closed; nothing was done.</exception>
    public Visit Enter()
    {
        Interlocked.Increment(ref _inside);
        if (Volatile.Read(ref _closed) == 0) return new Visit(this);
        Leave();
        throw new FleetBusyException("closing host's");
    }

    public Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0) Leave();
        return _empty.Task;
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _inside) == 0) _empty.TrySetResult();
    }

    public readonly struct Visit(Doorkeeper door) : IDisposable
    {
        public void Dispose() => door.Leave();
    }
}
