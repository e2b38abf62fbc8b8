namespace Twofold.Device.Drivers.Qemu;

/// <summary>Small files that are either whole or absent, whatever the moment the power goes.</summary>
internal static class DurableFile
{
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var fresh = path + ".new";
        using (var file = new FileStream(fresh, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        File.Move(fresh, path, overwrite: true);
        Posix.SyncFolder(Path.GetDirectoryName(path)!);
    }

    public static void Delete(string path)
    {
        if (!File.Exists(path)) return;
        File.Delete(path);
        Posix.SyncFolder(Path.GetDirectoryName(path)!);
    }
}
