using Twofold.Policies;

namespace Twofold.Cli;

/// <summary>Reads a folder of policy documents.</summary>
static class PolicyFolder
{
    /// <summary>All <c>*.yaml</c> and <c>*.yml</c> files below a folder, by name, validated as one set.</summary>
    /// <exception cref="CliException">There is no such folder, or nothing in it.</exception>
    public static PolicySetResult Read(string folder)
    {
        var files = Load(folder);
        // An empty folder is far more often a slip than the wish to drop every policy.
        if (files.Count == 0) throw new CliException(ExitCode.Usage, "cli/no-documents", $"there is no *.yaml and no *.yml below `{folder}`");
        return PolicySet.ReadBytes(files);
    }

    private static IReadOnlyList<SourceBytes> Load(string folder)
    {
        try
        {
            return
            [
                .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                    .Where(f => Path.GetExtension(f) is ".yaml" or ".yml")
                    .Order(StringComparer.Ordinal)
                    .Select(f => new SourceBytes(Path.GetRelativePath(folder, f).Replace('\\', '/'), CappedFile.Read(f, PolicyLimits.FileBytes))),
            ];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Usage, "cli/folder", $"the folder `{folder}` cannot be read: {fault.Message}");
        }
    }
}
