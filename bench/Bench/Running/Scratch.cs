namespace Twofold.Bench.Running;

/// <summary>Where a run keeps its files: on the disk of the checkout, so that a flush is a flush. Emptied before and after.</summary>
internal sealed class Scratch : IDisposable
{
    private static readonly string Root = Path.Combine(Built.Root, "artifacts", "bench");

    private Scratch() => Remove();

    /// <summary>Removes what an earlier run left; disposing removes what this one made.</summary>
    public static Scratch Clear() => new();

    /// <summary>Where a folder of that name is or will be.</summary>
    public static string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>A folder of that name; made, readable by its owner only.</summary>
    public static string Folder(string name) =>
        Directory.CreateDirectory(PathOf(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;

    /// <inheritdoc/>
    public void Dispose() => Remove();

    private static void Remove()
    {
        if (Directory.Exists(Root)) Directory.Delete(Root, recursive: true);
    }
}
