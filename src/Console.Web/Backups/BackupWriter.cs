using System.Collections.Immutable;
using System.Formats.Tar;
using System.Security.Cryptography;
using Twofold.Fleet.Gateway;

namespace Twofold.Web.Backups;

/// <summary>
/// Makes one sealed archive of everything without which a restore would be useless: the database as it is at one instant, and every other
/// file of the data folder (keys, trust). The console may go on meanwhile. The archive appears whole or not at all.
/// </summary>
sealed class BackupWriter(string data, IKeptDatabase database, TimeProvider time, Action<string, double> progress)
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Locks of running programs, and what belongs to the database file and is in its copy.
    private static readonly ImmutableHashSet<string> NotKept = ["lock", "fleet.db", "fleet.db.lock", "fleet.db-wal", "fleet.db-shm"];

    /// <summary>Makes the archive.</summary>
    /// <exception cref="BackupException"><c>backup/no-data</c>, <c>backup/exists</c></exception>
    public async Task<Manifest> WriteAsync(string archive, string passphrase, CancellationToken cancel)
    {
        if (File.Exists(archive)) throw new BackupException("backup/exists", $"there is a file `{archive}` already");
        var place = Path.GetFullPath(archive);
        var work = Emptied($"{place}.work");
        try
        {
            // INVARIANT: the database is copied first. A key that an event in it needs is in its folder before the event is stored.
            await database.CopyAsync(work.FullName, part => progress("copying the database", part), cancel);
            var manifest = Write(place, work.FullName, passphrase, cancel);
            File.Move($"{place}.new", place);
            FolderSync.Flush(Path.GetDirectoryName(place)!);
            return manifest;
        }
        finally
        {
            work.Delete(recursive: true);
            File.Delete($"{place}.new");
        }
    }

    // A program that was killed may have left one.
    private static DirectoryInfo Emptied(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        return Directory.CreateDirectory(folder, OwnerFile | UnixFileMode.UserExecute);
    }

    private Manifest Write(string archive, string copy, string passphrase, CancellationToken cancel)
    {
        var sources = Below(copy).Concat(Below(data).Where(IsKept)).ToList();
        var manifest = new Manifest(Manifest.Current, time.GetUtcNow(), Version, database.Store, [.. sources.Select(s => Describe(s.Path, s.File))]);
        using var file = new FileStream($"{archive}.new", new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerFile });
        using var seal = ArchiveSeal.Begin(file, passphrase);
        using var sealing = new SealingStream(file, seal);
        Fill(sealing, manifest, sources, cancel);
        sealing.Complete();
        file.Flush(flushToDisk: true);
        return manifest;
    }

    private static string Version => typeof(BackupWriter).Assembly.GetName().Version?.ToString(3) ?? "0";

    private void Fill(SealingStream sealing, Manifest manifest, List<(string Path, string File)> sources, CancellationToken cancel)
    {
        using var tar = new TarWriter(sealing, TarEntryFormat.Pax, leaveOpen: true);
        using var head = new MemoryStream(manifest.Write());
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, Manifest.Name) { DataStream = head });
        foreach (var (number, source) in sources.Index())
        {
            cancel.ThrowIfCancellationRequested();
            progress("sealing", number / (double)sources.Count);
            using var bytes = File.OpenRead(source.File);
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, source.Path) { DataStream = bytes, Mode = OwnerFile });
        }

        progress("sealing", 1);
    }

    private static IEnumerable<(string Path, string File)> Below(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).Select(f => (Path.GetRelativePath(folder, f).Replace(Path.DirectorySeparatorChar, '/'), f));

    // What the gateway or the keys have half written is not there yet: those files get their names last.
    private static bool IsKept((string Path, string File) other) => !NotKept.Contains(other.Path)
        && !other.Path.EndsWith(".new", StringComparison.Ordinal) && !other.Path.Contains(".new/", StringComparison.Ordinal);

    private static KeptFile Describe(string path, string file)
    {
        using var bytes = File.OpenRead(file);
        return new KeptFile(path, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
