namespace Twofold.Transfer;

/// <summary>Where a store's folder keeps what. A file gets its place only when it is whole and durable; until then it is staged.</summary>
internal static class FolderNames
{
    /// <summary>What is not yet in its place; a program that ended may have left something.</summary>
    public const string Staged = "staged";

    /// <summary>The manifests.</summary>
    public const string Snapshots = "snapshots";

    private const string Blocks = "blocks";
    private const int Shelves = 256;
    private const int DigestText = 2 * BlockDigest.Bytes;

    /// <summary>Every folder that there has to be.</summary>
    public static IEnumerable<string> All => [Staged, Snapshots, .. Enumerable.Range(0, Shelves).Select(n => Shelf((byte)n))];

    /// <summary>The folder of all blocks whose digest begins with that byte.</summary>
    public static string Shelf(byte first) => $"{Blocks}/{first:x2}";

    /// <summary>The place of a block.</summary>
    public static string PlaceOf(BlockDigest block) => $"{Shelf(block.First)}/{block}";

    /// <summary>The place of a manifest.</summary>
    public static string PlaceOf(SnapshotId snapshot) => $"{Snapshots}/{snapshot}";

    /// <summary>A name for a block until it is durable; the number tells apart those that put the same one at once.</summary>
    public static string StagedBlock(BlockDigest block, long number) => $"{Staged}/{block}-{number}";

    /// <summary>The same for a manifest.</summary>
    public static string StagedManifest(long number) => $"{Staged}/manifest-{number}";

    /// <summary>Which block a staged file is to become; null if it is none.</summary>
    public static BlockDigest? BlockIn(string stagedName) =>
        stagedName.Length > DigestText && stagedName[DigestText] == '-' ? BlockDigest.Read(stagedName.AsSpan(0, DigestText)) : null;
}
