namespace Twofold.Fleet.Embedded;

/// <summary>Lets a few readers in at a time. Those beyond wait; those beyond the waiting room are turned away.</summary>
internal sealed class WaitingRoom(int inside, int waiting)
{
    private readonly SemaphoreSlim _turns = new(inside);
    private int _here;

    /// <exception cref="FleetBusyException">The waiting room is full; nothing was read.</exception>
    public async ValueTask<Turn> EnterAsync(CancellationToken cancel)
    {
        try
        {
            if (Interlocked.Increment(ref _here) > inside + waiting) throw new FleetBusyException("reader");
            await _turns.WaitAsync(cancel);
            return new Turn(this);
        }
        catch
        {
            Interlocked.Decrement(ref _here);
            throw;
        }
    }

    public readonly struct Turn(WaitingRoom room) : IDisposable
    {
        public void Dispose()
        {
            room._turns.Release();
            Interlocked.Decrement(ref room._here);
        }
    }
}
