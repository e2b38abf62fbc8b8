using System.Text.Json.Nodes;
using Twofold.Policies;

namespace Twofold.Cli;

/// <summary>An import for programs, and the words that both forms share.</summary>
static class ImportJson
{
    public static string Summary(ImportReport report) =>
        $"{report.File}: {report.Kind}, {report.Count(ImportOutcome.Mapped)} keys mapped, {report.Count(ImportOutcome.NotApplicable)} not applicable, {report.Count(ImportOutcome.Unsupported)} unsupported";

    public static string Word(ImportOutcome outcome) => outcome switch
    {
        ImportOutcome.Mapped => "mapped",
        ImportOutcome.NotApplicable => "not-applicable",
        _ => "unsupported",
    };

    public static JsonObject Of(IReadOnlyList<ImportReport> reports, string documents, IReadOnlyList<ImportLevel> levels) => new()
    {
        ["imports"] = new JsonArray([.. reports.Select(Of)]),
        ["levels"] = new JsonArray([.. levels.Select(Of)]),
        ["documents"] = documents,
    };

    private static JsonNode Of(ImportLevel level) => new JsonObject
    {
        ["file"] = level.Higher.File,
        ["before"] = level.Lower.File,
        ["breaks"] = new JsonArray([.. level.Breaks.Select(b => (JsonNode)new JsonObject
        {
            ["path"] = b.Path, ["setting"] = b.Setting, ["before"] = b.Lower, ["here"] = b.Higher,
        })]),
    };

    private static JsonNode Of(ImportReport report) => new JsonObject
    {
        ["file"] = report.File,
        ["kind"] = report.Kind,
        ["name"] = report.Name,
        ["mapped"] = report.Count(ImportOutcome.Mapped),
        ["notApplicable"] = report.Count(ImportOutcome.NotApplicable),
        ["unsupported"] = report.Count(ImportOutcome.Unsupported),
        ["keys"] = new JsonArray([.. report.Lines.Select(Of)]),
    };

    private static JsonNode Of(ImportLine line) => new JsonObject
    {
        ["path"] = line.Path,
        ["line"] = line.Line,
        ["column"] = line.Column,
        ["value"] = line.Value,
        ["outcome"] = Word(line.Outcome),
        ["says"] = new JsonArray([.. line.Says.Select(s => (JsonNode)new JsonObject { ["setting"] = s.Key, ["text"] = s.Text })]),
        ["why"] = line.Why,
    };
}
