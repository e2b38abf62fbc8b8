namespace Twofold.Transfer;

/// <summary>
/// Removes blocks that no snapshot needs. It marks what the manifests name and sweeps the rest, in as many passes over parts of the digests as
/// keep the marks within a bound. It may end at any instant: what it removed nobody needed, and the next one goes on.
/// </summary>
internal sealed class FolderCollector(IFolder folder)
{
    // A mark takes some 50 bytes.
    private const long MarksPerPass = 1 << 20;
    private const int Shelves = 256;

    /// <summary>Collects; the caller holds the turn.</summary>
    /// <param name="usedBefore">Blocks that were put or asked for since then stay.</param>
    public Collected Collect(DateTimeOffset usedBefore, CancellationToken cancel)
    {
        // INVARIANT: that a snapshot is forgotten is durable before a block of it goes, or a loss of power would bring it back without.
        folder.Sync();
        var snapshots = ManifestFiles.List(folder).ToList();
        var shelves = Shelves / Passes(snapshots);
        var (kept, removed) = (0L, 0L);
        for (var first = 0; first < Shelves; first += shelves)
        {
            var swept = Sweep(first, shelves, Mark(snapshots, first, shelves, cancel), usedBefore);
            (kept, removed) = (kept + swept.Kept, removed + swept.Removed);
        }

        folder.Sync();
        return new Collected(kept, removed);
    }

    private int Passes(List<SnapshotId> snapshots)
    {
        var marks = snapshots.Sum(s => Read(s).Pages.Count(p => !p.IsHole) * (long)(ManifestPage.Blocks + 1));
        for (var passes = 1; passes <= Shelves; passes *= 2)
        {
            if (marks <= passes * MarksPerPass) return passes;
        }

        throw new TransferException(TransferCodes.StoreTooLarge, $"the snapshots name {marks} blocks; at most {Shelves * MarksPerPass} can be marked");
    }

    private HashSet<BlockDigest> Mark(List<SnapshotId> snapshots, int first, int shelves, CancellationToken cancel)
    {
        var needed = new HashSet<BlockDigest>();
        foreach (var snapshot in snapshots)
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var (block, isReadable) in ManifestFiles.BlocksOf(folder, Read(snapshot)))
            {
                if (!isReadable) throw new TransferException(TransferCodes.SnapshotDamaged, $"a page of snapshot `{snapshot}` cannot be read");
                if (block.First >= first && block.First < first + shelves) needed.Add(block);
            }
        }

        return needed;
    }

    private Collected Sweep(int first, int shelves, HashSet<BlockDigest> needed, DateTimeOffset usedBefore)
    {
        var (kept, removed) = (0L, 0L);
        for (var shelf = first; shelf < first + shelves; shelf++)
        {
            foreach (var block in folder.List(FolderNames.Shelf((byte)shelf)).Select(n => BlockDigest.Read(n)).OfType<BlockDigest>())
            {
                if (needed.Contains(block) || !Remove(block, usedBefore)) kept++;
                else removed++;
            }
        }

        return new Collected(kept, removed);
    }

    private bool Remove(BlockDigest block, DateTimeOffset usedBefore)
    {
        var place = FolderNames.PlaceOf(block);
        if (folder.UsedAt(place) is not { } usedAt || usedAt > usedBefore) return false;
        folder.Delete(place);
        return true;
    }

    private Manifest Read(SnapshotId snapshot) =>
        ManifestFiles.Read(folder, snapshot) ?? throw new TransferException(TransferCodes.SnapshotDamaged, $"the snapshot `{snapshot}` is gone while blocks are collected");
}
