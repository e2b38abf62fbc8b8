using System.Collections;

namespace Twofold.Transfer;

/// <summary>
/// What changed of a disk since a snapshot, as a hypervisor knows it that keeps a bitmap. Only these blocks are read; for all others the snapshot
/// is believed, so a bitmap that misses a change makes a snapshot of a disk that never was.
/// </summary>
/// <param name="Snapshot">Of the same disk.</param>
/// <param name="Blocks">A bit for each block of the disk: whether it may have changed.</param>
public sealed record ChangedSince(SnapshotId Snapshot, BitArray Blocks)
{
    /// <summary>The runs of changed blocks in a part of the disk: the first of each, and the one after its last.</summary>
    internal IEnumerable<(long From, long To)> RunsIn(long first, long end)
    {
        for (var at = first; at < end; at++)
        {
            if (!Blocks[(int)at]) continue;
            var from = at;
            while (at < end && Blocks[(int)at]) at++;
            yield return (from, at);
        }
    }
}
