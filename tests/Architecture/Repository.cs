using System.Xml.Linq;

namespace Twofold.Architecture.Tests;

/// <summary>The checkout as files.</summary>
internal static class Repository
{
    /// <summary>The folder that holds Management.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Projects below <c>src</c> by folder name, with the folder names of the projects they reference.</summary>
    public static IReadOnlyDictionary<string, string[]> SourceReferences { get; } = Directory
        .EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
        .ToDictionary(p => Path.GetFileNameWithoutExtension(p), References, StringComparer.Ordinal);

    /// <summary>Source files under a folder, as paths relative to the root, with their text.</summary>
    public static IEnumerable<(string Path, string Text)> Sources(string folder, params string[] endings) => Directory
        .EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
        .Where(f => endings.Any(e => f.EndsWith(e, StringComparison.Ordinal)))
        .Select(f => (Path.GetRelativePath(Root, f), File.ReadAllText(f)));

    private static string[] References(string project) =>
    [
        .. XDocument.Load(project).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(((string)r.Attribute("Include")!).Replace('\\', '/'))).Order(StringComparer.Ordinal),
    ];

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Management.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests run outside a checkout");
        return folder;
    }
}
