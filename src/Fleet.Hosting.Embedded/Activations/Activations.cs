using System.Collections.Concurrent;

namespace Twofold.Fleet.Embedded;

/// <summary>The one activation of each key, bounded in number; unused ones are unloaded, the longest unused first.</summary>
internal sealed class Activations(TurnRunner runner, TimeProvider time, EmbeddedOptions options)
{
    // A full house makes room for many at once, so that looking for the longest unused is paid once in a while.
    private const int RoomShare = 10;

    // As large as it may get: growing stops everyone who looks for a grain, and makes every entry anew.
    private readonly ConcurrentDictionary<GrainId, GrainCell> _cells = new(-1, options.MaxActivations);
    private readonly Lock _trimming = new();

    // The dictionary's own count stops everyone who uses it.
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <exception cref="FleetBusyException">The mailbox is full, or all activations are busy.</exception>
    public void Post(GrainId id, Errand errand)
    {
        while (!Cell(id).Post(errand))
        {
        }
    }

    /// <summary>What readers see now if the grain is loaded.</summary>
    public (long Version, object? View)? Look(GrainId id) => _cells.TryGetValue(id, out var cell) ? cell.Look() : null;

    /// <summary>Unloads what has been idle for too long, and lets rest what has been idle for a while.</summary>
    public void UnloadIdle()
    {
        foreach (var (_, cell) in _cells)
        {
            var idle = time.GetElapsedTime(cell.LastUsed);
            if (idle >= options.IdleAfter) TryUnload(cell);
            else if (idle >= options.RestAfter) cell.Rest();
        }
    }

    private GrainCell Cell(GrainId id)
    {
        if (_cells.TryGetValue(id, out var known)) return known;
        if (Count >= options.MaxActivations) MakeRoom();
        var made = new GrainCell(id, runner, options.Mailbox);
        var cell = _cells.GetOrAdd(id, made);
        if (ReferenceEquals(cell, made)) Interlocked.Increment(ref _count);
        return cell;
    }

    private void MakeRoom()
    {
        lock (_trimming)
        {
            if (Count < options.MaxActivations) return;
            var unused = _cells.Values.OrderBy(c => c.LastUsed).ToList();
            var unloaded = unused.Where(TryUnload).Take(Math.Max(1, options.MaxActivations / RoomShare)).Count();
            if (unloaded == 0) throw new FleetBusyException("activation");
        }
    }

    private bool TryUnload(GrainCell cell)
    {
        if (!cell.TryRetire()) return false;
        if (_cells.TryRemove(new KeyValuePair<GrainId, GrainCell>(cell.Id, cell))) Interlocked.Decrement(ref _count);
        return true;
    }
}
