using System.Xml.Linq;

namespace Twofold.Bench.Promises;

/// <summary>The outcomes of a folder of trx files, by the test's full name without its arguments.</summary>
internal sealed class TestResults
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
    private readonly ILookup<string, bool> _passed;

    private TestResults(ILookup<string, bool> passed) => _passed = passed;

    /// <summary>Reads every trx file of the folder.</summary>
    public static TestResults Read(string folder) => new(
        Directory.EnumerateFiles(folder, "*.trx").SelectMany(Outcomes).ToLookup(o => o.Name, o => o.Passed, StringComparer.Ordinal));

    /// <summary>Null when the test did not run; otherwise whether every case of it passed.</summary>
    public bool? Passed(string fullName) => _passed[fullName] is var cases && cases.Any() ? cases.All(passed => passed) : null;

    private static IEnumerable<(string Name, bool Passed)> Outcomes(string file)
    {
        var document = XDocument.Load(file);
        var names = document.Descendants(Trx + "UnitTest").ToDictionary(
            t => (string)t.Attribute("id")!,
            t => $"{(string)t.Element(Trx + "TestMethod")!.Attribute("className")!}.{Method(t)}",
            StringComparer.Ordinal);
        return document.Descendants(Trx + "UnitTestResult")
            .Select(r => (names[(string)r.Attribute("testId")!], string.Equals((string?)r.Attribute("outcome"), "Passed", StringComparison.Ordinal)));
    }

    private static string Method(XElement test)
    {
        var name = (string)test.Element(Trx + "TestMethod")!.Attribute("name")!;
        var bracket = name.IndexOf('(', StringComparison.Ordinal);
        var plain = bracket < 0 ? name : name[..bracket];
        return plain[(plain.LastIndexOf('.') + 1)..];
    }
}
