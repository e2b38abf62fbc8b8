using System.Collections.Frozen;

namespace Twofold.Policies;

/// <summary>
/// Takes in policies of other products: device configuration and compliance policies that Microsoft Intune exports through Graph, and
/// policies of the Android Management API. Every key of the source is in the report; nothing is dropped in silence.
/// </summary>
public static class PolicyImport
{
    private const string TypeKey = "@odata.type";
    private const string TypePrefix = "#microsoft.graph.";

    private static readonly FrozenDictionary<string, ImportTable> ByType = new Dictionary<string, ImportTable>(StringComparer.Ordinal)
    {
        ["androidDeviceOwnerGeneralDeviceConfiguration"] = FullyManagedConfiguration.Table,
        ["androidWorkProfileGeneralDeviceConfiguration"] = WorkProfileConfiguration.Table,
        ["androidDeviceOwnerCompliancePolicy"] = FullyManagedCompliance.Table,
        ["androidWorkProfileCompliancePolicy"] = WorkProfileCompliance.Table,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Imports one document; any problem refuses it whole.</summary>
    /// <param name="source">The document.</param>
    /// <param name="takenNames">Names that the policy may not have, because others of the set have them.</param>
    public static ImportResult Read(SourceBytes source, IReadOnlySet<string>? takenNames = null)
    {
        var list = new ProblemList();
        var problems = new FileProblems(source.Name, list);
        var document = Parse(source.Bytes.Span, problems);
        var table = document is null ? null : TableOf(document, problems);
        return table is null
            ? new(Report: null, [.. list.All.OrderBy(p => p.Line).ThenBy(p => p.Column)])
            : new(ImportJudge.Report(source.Name, document!, table, takenNames ?? FrozenSet<string>.Empty), []);
    }

    private static SourceDocument? Parse(ReadOnlySpan<byte> bytes, FileProblems problems)
    {
        if (bytes.Length > ImportLimits.DocumentBytes)
        {
            problems.Add("import/file-too-large", 1, 1, $"a document holds at most {ImportLimits.DocumentBytes} bytes");
            return null;
        }

        return Utf8Text.IsValid(bytes, "import/not-utf-8", problems) ? JsonKeyReader.Read(Utf8Text.WithoutMark(bytes).ToArray(), problems) : null;
    }

    private static ImportTable? TableOf(SourceDocument document, FileProblems problems)
    {
        if (document.Find(TypeKey) is { Shape: SourceShape.Text } type) return TableOf(type, problems);
        string[] roots = [.. document.Roots];
        if (2 * roots.Count(AndroidManagement.Table.Roots.Contains) > roots.Length) return AndroidManagement.Table;
        problems.Add("import/unknown-kind", 1, 1, $"this is neither an export with `{TypeKey}` nor a policy of the Android Management API");
        return null;
    }

    private static ImportTable? TableOf(SourceKey type, FileProblems problems)
    {
        var name = type.Text.StartsWith(TypePrefix, StringComparison.Ordinal) ? type.Text[TypePrefix.Length..] : type.Text;
        if (ByType.TryGetValue(name, out var table)) return table;
        problems.Add("import/unknown-kind", type.Line, type.Column, $"there is no importer for `{Quote.Short(type.Text)}`", Nearest.To(name, ByType.Keys.Order(StringComparer.Ordinal)));
        return null;
    }
}
