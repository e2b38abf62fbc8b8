namespace Twofold.Transfer;

/// <summary>Reads manifests and their pages in a store's folder, and believes neither.</summary>
internal static class ManifestFiles
{
    /// <summary>All snapshots.</summary>
    public static IEnumerable<SnapshotId> List(IFolder folder) => folder.List(FolderNames.Snapshots).Select(n => SnapshotId.Read(n)).OfType<SnapshotId>();

    /// <summary>A manifest, or null if it is not there.</summary>
    /// <exception cref="TransferException"><c>snapshot/damaged</c></exception>
    public static Manifest? Read(IFolder folder, SnapshotId snapshot)
    {
        var room = new byte[Manifest.MaxBytes];
        var length = folder.Read(FolderNames.PlaceOf(snapshot), room);
        if (length < 0) return null;
        return length <= room.Length && BlockDigest.Of(room.AsSpan(0, length)) == snapshot.Digest && Manifest.Read(room.AsSpan(0, length)) is { } manifest
            ? manifest
            : throw new TransferException(TransferCodes.SnapshotDamaged, $"what is kept as snapshot `{snapshot}` is not it");
    }

    /// <summary>Every block that a manifest names, the pages included and each before its blocks; it ends with a page that is missing or damaged.</summary>
    public static IEnumerable<(BlockDigest Block, bool IsReadable)> BlocksOf(IFolder folder, Manifest manifest)
    {
        var (page, form) = (new ManifestPage(), new byte[Block.Bytes]);
        for (var n = 0; n < manifest.Pages.Length; n++)
        {
            if (manifest.Pages[n] is not { IsHole: false } digest) continue;
            if (!TryRead(folder, digest, form, page))
            {
                yield return (digest, false);
                yield break;
            }

            yield return (digest, true);
            for (var block = 0; block < manifest.BlocksIn(n); block++)
            {
                if (page[block] is { IsHole: false } named) yield return (named, true);
            }
        }
    }

    private static bool TryRead(IFolder folder, BlockDigest digest, byte[] form, ManifestPage page) =>
        folder.Read(FolderNames.PlaceOf(digest), form) is >= 0 and <= Block.Bytes and var length && BlockForm.TryRead(form.AsSpan(0, length), digest, page.Bytes);
}
