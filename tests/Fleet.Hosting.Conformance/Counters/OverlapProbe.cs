using System.Collections.Concurrent;

namespace Twofold.Fleet.Conformance;

/// <summary>Sees whether two turns of one grain run at the same time.</summary>
public static class OverlapProbe
{
    private static readonly ConcurrentDictionary<GrainId, int> Inside = new();
    private static readonly ConcurrentDictionary<GrainId, int> Met = new();

    /// <summary>How often a turn of this grain met another one. Hosts of other tests may have grains of the same name: ask for one that is nobody else's.</summary>
    public static int OverlapsOf(GrainId id) => Met.GetValueOrDefault(id);

    internal static Leaving Enter(GrainId id)
    {
        if (Inside.AddOrUpdate(id, 1, (_, n) => n + 1) > 1) Met.AddOrUpdate(id, 1, (_, n) => n + 1);

        // Gives another turn the chance to come in between, if the host let it.
        Thread.Yield();
        return new Leaving(id);
    }

    internal readonly struct Leaving(GrainId id) : IDisposable
    {
        public void Dispose() => Inside.AddOrUpdate(id, 0, (_, n) => n - 1);
    }
}
