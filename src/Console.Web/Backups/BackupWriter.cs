using System.Collections.Immutable;
using System.Formats.Tar;
using System.Security.Cryptography;
using Twofold.Fleet.Embedded;
using Twofold.Fleet.Gateway;

namespace Twofold.Web.Backups;

/// <summary>
/// Makes one sealed archive of everything without which a restore would be useless: the database as it is at one instant, and every other
/// file of the data folder (keys, trust). The console may go on meanwhile. The archive appears whole or not at all.
/// </summary>
sealed class BackupWriter(string data, TimeProvider time, Action<string, double> progress)
{
    private const string Database = "fleet.db";
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Locks of running programs, and what belongs to the database file and is in its copy.
    private static readonly ImmutableHashSet<string> NotKept = ["lock", Database, "fleet.db.lock", "fleet.db-wal", "fleet.db-shm"];

    /// <summary>Makes the archive.</summary>
    /// <exception cref="BackupException"><c>backup/no-data</c>, <c>backup/exists</c></exception>
    public Manifest Write(string archive, string passphrase, CancellationToken cancel)
    {
        if (!File.Exists(Path.Combine(data, Database))) throw new BackupException("backup/no-data", $"there is no database in `{data}`");
        if (File.Exists(archive)) throw new BackupException("backup/exists", $"there is a file `{archive}` already");
        var place = Path.GetFullPath(archive);
        var work = Directory.CreateDirectory($"{place}.work", OwnerFile | UnixFileMode.UserExecute);
        try
        {
            var manifest = Write(place, Path.Combine(work.FullName, Database), passphrase, cancel);
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

    private Manifest Write(string archive, string copy, string passphrase, CancellationToken cancel)
    {
        // INVARIANT: the database is copied first. A key that an event in it needs is in its folder before the event is stored.
        SqliteCopy.Make(Path.Combine(data, Database), copy, part => progress("copying the database", part), cancel);
        var sources = Others().Select(f => (Path: Below(f), File: f)).Prepend((Path: Database, File: copy)).ToList();
        var manifest = new Manifest(Manifest.Current, time.GetUtcNow(), Version, "sqlite", [.. sources.Select(s => Describe(s.Path, s.File))]);
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

    // What the gateway or the keys have half written is not there yet: those files get their names last.
    private IEnumerable<string> Others() => Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories)
        .Where(f => !NotKept.Contains(Below(f)) && !f.EndsWith(".new", StringComparison.Ordinal) && !Below(f).Contains(".new/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private string Below(string file) => Path.GetRelativePath(data, file).Replace(Path.DirectorySeparatorChar, '/');

    private static KeptFile Describe(string path, string file)
    {
        using var bytes = File.OpenRead(file);
        return new KeptFile(path, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
