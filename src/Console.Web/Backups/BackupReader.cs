using System.Formats.Tar;
using System.Security.Cryptography;
using Twofold.Fleet.Gateway;

namespace Twofold.Web.Backups;

/// <summary>
/// Restores a backup into a data folder that is empty or not there, and a database that is empty. Everything is read, authenticated and
/// compared with the manifest in a folder beside it before the folder gets its name; a restore that fails leaves nothing.
/// </summary>
sealed class BackupReader(IKeptDatabase database, TimeProvider time, Action<string, double> progress)
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>Restores it.</summary>
    /// <exception cref="BackupException">It cannot be restored, and why.</exception>
    public async Task<Manifest> RestoreAsync(string archive, string passphrase, string data)
    {
        var place = Path.GetFullPath(data).TrimEnd('/');
        if (Directory.Exists(place) && Directory.EnumerateFileSystemEntries(place).Any())
            throw new BackupException("backup/not-empty", $"the folder `{data}` is not empty: a backup is restored into an empty one");
        await database.EnsureEmptyAsync();
        var unfinished = $"{place}.restoring";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        Directory.CreateDirectory(unfinished, OwnerFolder);
        try
        {
            var manifest = Unpack(archive, passphrase, unfinished);
            await database.RestoreAsync(unfinished, time.GetUtcNow(), part => progress("restoring the database", part), () => Place(unfinished, place));
            return manifest;
        }
        finally
        {
            if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        }
    }

    private static void Place(string unfinished, string place)
    {
        if (Directory.Exists(place)) Directory.Delete(place);
        Directory.Move(unfinished, place);
        FolderSync.Flush(Path.GetDirectoryName(place)!);
    }

    private Manifest Unpack(string archive, string passphrase, string folder)
    {
        using var file = Open(archive);
        using var seal = ArchiveSeal.Open(file, passphrase);
        using var opening = new OpeningStream(file, seal);
        using var tar = new TarReader(opening);
        var manifest = Manifest.Read(Next(tar, Manifest.Name));
        if (manifest.Store != database.Store)
            throw new BackupException("backup/other-store", $"the backup is of a fleet in `{manifest.Store}`, it cannot be restored into `{database.Store}`");
        foreach (var (number, kept) in manifest.Files.Index())
        {
            progress("unpacking", number / (double)manifest.Files.Length);
            Unpack(Next(tar, kept.Path), kept, folder);
        }

        if (tar.GetNextEntry() is not null) throw Damaged("there is more in it than its manifest names");
        opening.Finish();
        foreach (var each in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Append(folder)) FolderSync.Flush(each);
        progress("unpacking", 1);
        return manifest;
    }

    private static FileStream Open(string archive)
    {
        try
        {
            return File.OpenRead(archive);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BackupException("backup/unreadable", $"the file `{archive}` cannot be read", fault);
        }
    }

    private static Stream Next(TarReader tar, string name)
    {
        try
        {
            return tar.GetNextEntry() is { EntryType: TarEntryType.RegularFile } entry && entry.Name == name
                ? entry.DataStream ?? Stream.Null
                : throw Damaged($"`{name}` is missing");
        }
        catch (InvalidDataException fault)
        {
            throw new BackupException("backup/damaged", "the backup's entries cannot be read", fault);
        }
    }

    private static void Unpack(Stream entry, KeptFile kept, string folder)
    {
        if (Path.IsPathRooted(kept.Path) || kept.Path.Split('/').Any(p => p is "" or "." or ".."))
            throw Damaged($"`{kept.Path}` is no path below a data folder");
        var place = Path.Combine(folder, kept.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!, OwnerFolder);
        using var file = new FileStream(place, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, UnixCreateMode = OwnerFile });
        entry.CopyTo(file);
        file.Flush(flushToDisk: true);
        file.Position = 0;
        if (file.Length != kept.Bytes || Convert.ToHexStringLower(SHA256.HashData(file)) != kept.Sha256) throw Damaged($"`{kept.Path}` is not as its manifest says");
    }

    private static BackupException Damaged(string why) => new("backup/damaged", $"the backup is damaged: {why}");
}
