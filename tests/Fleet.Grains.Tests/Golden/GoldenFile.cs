namespace Twofold.Fleet.Tests.Golden;

/// <summary>Texts that a reviewer sees change. <c>TWOFOLD_ACCEPT=1</c> writes them anew.</summary>
internal static class GoldenFile
{
    /// <summary>Where what former versions wrote is kept; nothing there is ever changed.</summary>
    public static string Former => Path.Combine(Folder(), "Former");

    /// <summary>Where the text with this name is kept.</summary>
    public static string PathOf(string name) => Path.Combine(Folder(), name);

    public static void Holds(string name, string text)
    {
        var path = PathOf(name);
        if (Environment.GetEnvironmentVariable("TWOFOLD_ACCEPT") == "1") File.WriteAllText(path, text);
        Assert.Equal(File.ReadAllText(path), text);
    }

    private static string Folder()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Management.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests run outside a checkout");
        return Path.Combine(folder, "tests", "Fleet.Grains.Tests", "Golden");
    }
}
