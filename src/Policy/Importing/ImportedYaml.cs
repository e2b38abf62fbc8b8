using System.Text;
using System.Text.RegularExpressions;

namespace Twofold.Policies;

/// <summary>Writes what an import came to as a document of kind <c>Policy</c>, with the source keys in a comment behind each value.</summary>
internal static partial class ImportedYaml
{
    private const int MostNamed = 3;

    public static string Write(ImportReport report)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(Comment(report.Kind)).Append(", imported from ").Append(Comment(report.File)).Append('\n');
        text.Append("apiVersion: twofold/v1\nkind: Policy\nmetadata:\n  name: ").Append(report.Name).Append("\nspec:\n  settings:\n");
        var sources = report.Lines.SelectMany(l => l.Says.Select(s => (s.Key, l.Path))).ToLookup(s => s.Key, s => s.Path, StringComparer.Ordinal);
        foreach (var (key, value) in report.Values.ByKey)
            text.Append("    ").Append(key).Append(": ").Append(Scalar(value)).Append(" # ").Append(Sources([.. sources[key]])).Append('\n');
        return text.ToString();
    }

    private static string Sources(IReadOnlyList<string> paths)
    {
        var named = string.Join(", ", paths.Take(MostNamed).Select(Comment));
        return paths.Count <= MostNamed ? named : $"{named} and {paths.Count - MostNamed} more";
    }

    // A comment ends where the line does, and YAML knows more ends of lines than one sees.
    private static string Comment(string text) => NotPlain().Replace(text, "?");

    private static string Scalar(string value) => PlainScalar().IsMatch(value) ? value : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    [GeneratedRegex("[^ -~]", RegexOptions.NonBacktracking)]
    private static partial Regex NotPlain();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9 .,_/-]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex PlainScalar();
}
