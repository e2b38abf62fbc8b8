namespace Twofold.Transfer;

/// <summary>A transfer, or the store of blocks, cannot go on; what was acknowledged is still there.</summary>
/// <param name="code">Stable, "area/kebab-case"; see <see cref="TransferCodes"/>.</param>
/// <param name="message">Lower case, user input in backticks.</param>
/// <param name="cause">What went wrong beneath, if anything did.</param>
public sealed class TransferException(string code, string message, Exception? cause = null) : Exception($"{code}: {message}", cause)
{
    /// <summary>The stable code, one of <see cref="TransferCodes"/>.</summary>
    public string Code { get; } = code;
}

/// <summary>Every code a <see cref="TransferException"/> can carry.</summary>
public static class TransferCodes
{
    /// <summary>What was handed over as a block is not what its digest says.</summary>
    public const string BlockDamaged = "block/damaged";

    /// <summary>The store has no such block.</summary>
    public const string BlockMissing = "block/missing";

    /// <summary>What a store keeps of a snapshot cannot be read, or is not what its name says.</summary>
    public const string SnapshotDamaged = "snapshot/damaged";

    /// <summary>Blocks of a snapshot were gone from the store each time it was to be completed.</summary>
    public const string SnapshotIncomplete = "snapshot/incomplete";

    /// <summary>The store has no such snapshot.</summary>
    public const string SnapshotMissing = "snapshot/missing";

    /// <summary>The disk is larger than a snapshot can hold, or empty.</summary>
    public const string DiskSize = "disk/size";

    /// <summary>The disk cannot be read.</summary>
    public const string DiskUnreadable = "disk/unreadable";

    /// <summary>There is a file already where a snapshot is to be restored.</summary>
    public const string RestoreExists = "restore/exists";

    /// <summary>More blocks are handed over at once than a batch may hold.</summary>
    public const string StoreBatchTooLarge = "store/batch-too-large";

    /// <summary>The medium beneath the store failed or is full.</summary>
    public const string StoreDisk = "store/disk";

    /// <summary>Another program holds the store's folder.</summary>
    public const string StoreInUse = "store/in-use";

    /// <summary>The snapshots name more blocks than one collection can mark.</summary>
    public const string StoreTooLarge = "store/too-large";
}
