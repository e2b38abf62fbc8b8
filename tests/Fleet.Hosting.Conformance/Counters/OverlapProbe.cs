using System.Collections.Concurrent;

namespace Twofold.Fleet.Conformance;

/// <summary>Sees whether two turns of one grain run at the same time.</summary>
public static class OverlapProbe
{
    private static readonly ConcurrentDictionary<GrainId, int> Inside = new();

    /// <summary>How often a turn met another one of the same grain.</summary>
    public static int Overlaps => s_overlaps;

    private static int s_overlaps;

    internal static Leaving Enter(GrainId id)
    {
        if (Inside.AddOrUpdate(id, 1, (_, n) => n + 1) > 1) Interlocked.Increment(ref s_overlaps);

        // Gives another turn the chance to come in between, if the host let it.
        Thread.Yield();
        return new Leaving(id);
    }

    internal readonly struct Leaving(GrainId id) : IDisposable
    {
        public void Dispose() => Inside.AddOrUpdate(id, 0, (_, n) => n - 1);
    }
}
