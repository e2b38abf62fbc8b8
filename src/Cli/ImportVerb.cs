using System.CommandLine;
using System.Text;
using Twofold.Policies;

namespace Twofold.Cli;

/// <summary><c>policy import FILE…</c>: policies of other products become documents. It speaks to no server.</summary>
static class ImportVerb
{
    private static readonly string[] Columns = ["outcome", "key", "value", "becomes", "why"];

    public static Command Import()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "JSON as Microsoft Intune exports it, or a policy of the Android Management API",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string?>("--out") { Description = "where the documents go, it is replaced; else they go to standard output and the report to standard error" };
        var levels = new Option<bool>("--levels") { Description = "the files are levels of one family, the lowest first: says by which keys a higher one is looser than the one before it" };
        return new Command("import", "Makes documents of other products' policies and says what became of every key.") { files, output, levels }.Does(async s =>
        {
            if (Read(s, s.Get(files)) is not { } reports) return ExitCode.Problems;
            var documents = string.Join("---\n", reports.Select(r => r.Document).OfType<string>());
            await WriteAsync(s, s.Get(output), documents);
            var nested = s.Get(levels) ? ImportLevel.Of(reports) : [];
            s.Screen.Result(ImportJson.Of(reports, documents, nested), () => Show(s, reports, nested, s.Get(output), documents));
            if (documents.Length > 0) return ExitCode.Done;
            await Console.Error.WriteLineAsync("error: no key of it becomes a setting, so there is no policy to write (import/nothing-mapped)");
            return ExitCode.Problems;
        });
    }

    // All problems of all files at once; with any, nothing is written.
    private static IReadOnlyList<ImportReport>? Read(Session s, string[] files)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var results = files.Select(f => ReadOne(f, names)).ToList();
        var problems = results.SelectMany(r => r.Problems).ToList();
        if (problems.Count == 0) return [.. results.Select(r => r.Report!)];
        PolicyVerbs.ShowProblems(s, problems);
        return null;
    }

    private static ImportResult ReadOne(string file, HashSet<string> names)
    {
        var result = PolicyImport.Read(new(file, Load(file)), names);
        if (result.Report is { } report) names.Add(report.Name);
        return result;
    }

    private static ReadOnlyMemory<byte> Load(string path)
    {
        try
        {
            return CappedFile.Read(path, ImportLimits.DocumentBytes);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Usage, "cli/file", $"the file `{path}` cannot be used");
        }
    }

    private static async Task WriteAsync(Session s, string? path, string documents)
    {
        if (path is null || documents.Length == 0) return;
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(documents));
        await AuditFiles.WriteAsync(path, body, s.Cancel);
    }

    private static void Show(Session s, IReadOnlyList<ImportReport> reports, IReadOnlyList<ImportLevel> levels, string? path, string documents)
    {
        var aside = path is null;
        foreach (var report in reports)
        {
            s.Screen.Line(ImportJson.Summary(report), aside);
            s.Screen.Table(Columns, report.Lines.OrderBy(l => l.Outcome).Select(Row), aside);
        }

        foreach (var level in levels)
        {
            s.Screen.Line(level.Summary, aside);
            if (level.Breaks.Count > 0) s.Screen.Table(["key", "setting", "before", "here"], level.Breaks.Select(b => new[] { b.Path, b.Setting, b.Lower, b.Higher }), aside);
        }

        if (path is null) Console.Write(documents);
        else if (documents.Length > 0) s.Screen.Line($"written to {path}");
    }

    private static IReadOnlyList<string?> Row(ImportLine line) =>
        [ImportJson.Word(line.Outcome), line.Path, line.Value, line.Says.Count > 0 ? string.Join("; ", line.Says) : null, line.Why];
}
