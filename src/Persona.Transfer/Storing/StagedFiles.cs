namespace Twofold.Transfer;

/// <summary>What a program that ended left staged: whole blocks are adopted, so that nothing is sent twice; everything else is dropped.</summary>
internal static class StagedFiles
{
    /// <summary>Leaves nothing staged.</summary>
    public static void Adopt(IFolder folder)
    {
        var whole = new List<(string Path, BlockDigest Block)>();
        var (form, room) = (new byte[Block.Bytes], new byte[Block.Bytes]);
        foreach (var name in folder.List(FolderNames.Staged).ToList())
        {
            var path = $"{FolderNames.Staged}/{name}";
            if (FolderNames.BlockIn(name) is { } block && IsWhole(folder, path, block, form, room)) whole.Add((path, block));
            else folder.Delete(path);
        }

        // Always, even if nothing was left: what the program did before it ended may not be durable yet, and is about to be built on.
        folder.Sync();
        foreach (var (path, block) in whole) folder.Rename(path, FolderNames.PlaceOf(block));
        if (whole.Count > 0) folder.Sync();
    }

    private static bool IsWhole(IFolder folder, string path, BlockDigest block, byte[] form, byte[] room) =>
        folder.Read(path, form) is > 0 and <= Block.Bytes and var length && BlockForm.Fits(form.AsSpan(0, length), block, room);
}
