namespace Twofold.Cli.Tests;

/// <summary>A folder with policy documents that goes with the test.</summary>
internal sealed class PolicyFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("twofold-policies-");

    public string Path => _folder.FullName;

    /// <summary>A folder with one policy over all phones.</summary>
    public static PolicyFiles With(params string[] settings)
    {
        var files = new PolicyFiles();
        Directory.CreateDirectory(System.IO.Path.Combine(files.Path, "sub"));
        var lines = string.Concat(settings.Select(s => $"    {s}\n"));
        File.WriteAllText(
            System.IO.Path.Combine(files.Path, "sub", "base.yaml"),
            $"apiVersion: twofold/v1\nkind: Policy\nmetadata:\n  name: base\nspec:\n  settings:\n{lines}");
        File.WriteAllText(System.IO.Path.Combine(files.Path, "README.md"), "not a policy");
        return files;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
