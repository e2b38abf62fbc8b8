namespace Twofold.Policies.Tests.Importing;

/// <summary>Documents of other products, as files beside the tests.</summary>
internal static class ImportSamples
{
    private static readonly string Root = FindRoot();

    /// <summary>Real exports of Intune, with their licence.</summary>
    public static IReadOnlyList<string> Intune { get; } = NamesIn("third-party/intune-android");

    /// <summary>Policies of the Android Management API, written for these tests.</summary>
    public static IReadOnlyList<string> AndroidManagement { get; } = NamesIn("Importing/Samples");

    public static TheoryData<string> Every => [.. Intune, .. AndroidManagement];

    public static SourceBytes Find(string name) => new(Path.GetFileName(name), File.ReadAllBytes(Path.Combine(Root, name)));

    /// <summary>The report of a sample, which has no problem.</summary>
    public static ImportReport Report(string name) => Report(Find(name));

    public static ImportReport Report(SourceBytes source)
    {
        var result = PolicyImport.Read(source);
        Assert.Empty(result.Problems);
        return result.Report!;
    }

    private static IReadOnlyList<string> NamesIn(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.json").Select(f => Path.GetRelativePath(Root, f)).Order(StringComparer.Ordinal)];

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Management.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests run outside a checkout");
        return Path.Combine(folder, "tests", "Policy.Tests");
    }

    /// <summary>Compares with a text that a reviewer sees change; <c>TWOFOLD_ACCEPT=1</c> writes it anew.</summary>
    public static void Golden(string name, string text)
    {
        var path = Path.Combine(Root, "Importing", "Golden", name);
        if (Environment.GetEnvironmentVariable("TWOFOLD_ACCEPT") == "1") File.WriteAllText(path, text);
        Assert.Equal(File.ReadAllText(path), text);
    }
}
