namespace Twofold.Transfer.Tests.Moving;

/// <summary>Uploads and restores, without limits.</summary>
internal static class Transfers
{
    public static Uploader To(IBlockStore store) => new(store, new PauseGate(), new TokenBucket(null, TimeProvider.System));

    public static Restorer From(IBlockStore store) => new(store, new PauseGate(), new TokenBucket(null, TimeProvider.System));

    public static async Task<SnapshotId> UploadAsync(IBlockStore store, SampleDisk disk) => (await SendAsync(store, disk)).Id;

    public static async Task<Uploaded> SendAsync(IBlockStore store, SampleDisk disk)
    {
        using var image = disk.Open();
        return await To(store).UploadAsync(image, CancellationToken.None);
    }

    public static async Task<byte[]> RestoreAsync(IBlockStore store, SnapshotId snapshot, SampleDisk beside)
    {
        var path = beside.PathOf($"{Guid.NewGuid():n}");
        await From(store).RestoreAsync(snapshot, path, CancellationToken.None);
        var bytes = await File.ReadAllBytesAsync(path);
        File.Delete(path);
        return bytes;
    }

    /// <summary>What is wrong with a snapshot that has to restore to one of these disks; null if nothing is.</summary>
    public static async Task<string?> FaultAsync(IBlockStore store, SnapshotId snapshot, params SampleDisk[] any)
    {
        try
        {
            var restored = await RestoreAsync(store, snapshot, any[0]);
            return any.Any(d => restored.AsSpan().SequenceEqual(d.Bytes)) ? null : "a snapshot restores to something else";
        }
        catch (TransferException damaged)
        {
            return $"a snapshot does not restore: {damaged.Message}";
        }
    }

    public static async Task<List<SnapshotId>> ListAsync(IBlockStore store)
    {
        var found = new List<SnapshotId>();
        await foreach (var snapshot in store.SnapshotsAsync(CancellationToken.None)) found.Add(snapshot);
        return found;
    }
}
