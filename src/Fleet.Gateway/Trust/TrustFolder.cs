using System.Security.Cryptography;

namespace Twofold.Fleet.Gateway;

/// <summary>
/// The files of the organisation's trust. A folder appears whole or not at all, a file is replaced whole or not at all,
/// and nobody but the owner may read them.
/// </summary>
internal sealed class TrustFolder(string path, ISecretProtector protector)
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    public bool Exists => Directory.Exists(path);

    /// <summary>Writes all files into a new folder and gives it its name last.</summary>
    public static void Create(string path, ISecretProtector protector, Action<TrustFolder> write)
    {
        var parent = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(parent);
        var unfinished = path + ".new";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        Directory.CreateDirectory(unfinished, OwnerFolder);
        write(new TrustFolder(unfinished, protector));
        FolderSync.Flush(unfinished);
        Directory.Move(unfinished, path);
        FolderSync.Flush(parent);
    }

    public void WriteSecret(string name, byte[] secret) => Write(name, protector.Protect(secret));

    public byte[] ReadSecret(string name)
    {
        var kept = Read(name);
        try
        {
            return protector.Unprotect(kept);
        }
        catch (CryptographicException fault)
        {
            throw new TrustException("trust/unreadable", $"the key file `{name}` cannot be unprotected; restore it from a backup", fault);
        }
    }

    public void Write(string name, byte[] bytes)
    {
        var unfinished = Path.Combine(path, name + ".new");
        using (var file = new FileStream(unfinished, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerFile }))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, Path.Combine(path, name), overwrite: true);
        FolderSync.Flush(path);
    }

    public byte[] Read(string name)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(path, name));
        }
        catch (FileNotFoundException fault)
        {
            throw new TrustException("trust/incomplete", $"the file `{name}` is missing; restore it from a backup", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new TrustException("trust/unreadable", $"the file `{name}` cannot be read", fault);
        }
    }
}
