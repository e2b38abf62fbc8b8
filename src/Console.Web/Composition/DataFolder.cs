using Twofold.Fleet.Gateway;

namespace Twofold.Web.Composition;

/// <summary>Where the console keeps everything. Only its owner reads it, and one console at a time uses it.</summary>
public sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    /// <summary>The folder, whole.</summary>
    public string Path { get; }

    /// <summary>The database of the fleet.</summary>
    public string Database => System.IO.Path.Combine(Path, "fleet.db");

    /// <summary>The keys that protect cookies and secrets at rest.</summary>
    public string Keys => Folder("keys");

    /// <summary>The certificates and signing keys of the organisation; the gateway makes it.</summary>
    public string Trust => System.IO.Path.Combine(Path, "trust");

    /// <summary>Opens or makes the folder.</summary>
    /// <exception cref="StartException"><c>console/data-in-use</c>, <c>console/data-unusable</c>.</exception>
    public static DataFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full, OwnerOnly);
            File.SetUnixFileMode(full, OwnerOnly);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartException("console/data-unusable", $"the folder `{full}` cannot be used", fault);
        }

        return new DataFolder(full, Lock(System.IO.Path.Combine(full, "lock")));
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartException("console/data-in-use", $"another console uses `{System.IO.Path.GetDirectoryName(path)}`", fault);
        }
    }

    // Durable with its name: what is kept in it is flushed, which helps nobody when the folder itself is gone after a power cut.
    private string Folder(string name)
    {
        var made = Directory.CreateDirectory(System.IO.Path.Combine(Path, name), OwnerOnly).FullName;
        FolderSync.Flush(Path);
        return made;
    }
}

/// <summary>The console cannot start.</summary>
/// <param name="code">Stable, <c>console/…</c>.</param>
public sealed class StartException(string code, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Stable.</summary>
    public string Code { get; } = code;
}
