using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Twofold.Policies;
using Twofold.Web.Desk;
using Twofold.Web.Features.Notices;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Policies;

/// <summary>Takes policies of other products into the draft. With any problem in any file, none is taken.</summary>
public sealed partial class ImportShelf
{
    private const int Most = 200;
    private const int MostFiles = 20;

    private IReadOnlyList<ImportReport> reports = [];
    private IReadOnlyList<PolicyProblem> problems = [];
    private IReadOnlyList<ImportLine> shown = [];
    private Refusal? refusal;

    /// <summary>The files of the draft.</summary>
    [Parameter, EditorRequired]
    public PolicyDraft Draft { get; set; } = null!;

    /// <summary>Called with the files and what was imported.</summary>
    [Parameter]
    public EventCallback<PolicyDraft> DraftChanged { get; set; }

    /// <summary>The outcome whose keys are shown, or null for all.</summary>
    [Parameter]
    public string? Outcome { get; set; }

    /// <summary>The address of a file of the draft, or of the one that is edited, with an outcome.</summary>
    [Parameter, EditorRequired]
    public Func<string?, string?, string> Href { get; set; } = null!;

    private IReadOnlyList<TwTab> Tabs =>
    [
        new TwTab($"All {Count(null)}", Href(null, null), Outcome is null),
        .. Enum.GetValues<ImportOutcome>().Select(o => new TwTab($"{Sentence.Capital(WordOf(o))} {Count(o)}", Href(null, Address(o)), Outcome == Address(o))),
    ];

    /// <inheritdoc/>
    protected override void OnParametersSet() => Show();

    private static string FileOf(string imported) => Path.ChangeExtension(Path.GetFileName(imported), ".yaml");

    private static string Address(ImportOutcome outcome) => WordOf(outcome).Replace(' ', '-');

    private static string WordOf(ImportOutcome outcome) => outcome switch
    {
        ImportOutcome.Mapped => "mapped",
        ImportOutcome.NotApplicable => "not applicable",
        _ => "unsupported",
    };

    private static Tone ToneOf(ImportOutcome outcome) => outcome switch
    {
        ImportOutcome.Mapped => Tone.Good,
        ImportOutcome.NotApplicable => Tone.Neutral,
        _ => Tone.Warn,
    };

    private static async Task<SourceBytes> ReadAsync(IBrowserFile file)
    {
        using var bytes = new MemoryStream();
        await using var stream = file.OpenReadStream(ImportLimits.DocumentBytes);
        await stream.CopyToAsync(bytes);
        return new(Path.GetFileName(file.Name), bytes.ToArray());
    }

    private int Count(ImportOutcome? outcome) => reports.Sum(r => outcome is { } one ? r.Count(one) : r.Lines.Count);

    private void Show() => shown = [.. reports.SelectMany(r => r.Lines).Where(l => Outcome is null || Address(l.Outcome) == Outcome)];

    private async Task TakeAsync(InputFileChangeEventArgs untrusted)
    {
        refusal = WhyNot(untrusted);
        if (refusal is not null) return;
        var (next, results) = (Draft, new List<ImportResult>());
        foreach (var file in untrusted.GetMultipleFiles(MostFiles))
        {
            var result = PolicyImport.Read(await ReadAsync(file), NamesBeside(next, FileOf(file.Name)));
            results.Add(result);
            if (result.Report is { Document: { } document } report) next = next.With(FileOf(report.File), document);
        }

        problems = [.. results.SelectMany(r => r.Problems)];
        reports = problems.Count == 0 ? [.. results.Select(r => r.Report!)] : [];
        Show();
        if (problems.Count == 0) await DraftChanged.InvokeAsync(next);
    }

    private static Refusal? WhyNot(InputFileChangeEventArgs untrusted)
    {
        if (untrusted.FileCount > MostFiles) return new("import/too-many-files", $"at most {MostFiles} files are imported at once");
        return untrusted.GetMultipleFiles(MostFiles).FirstOrDefault(f => f.Size > ImportLimits.DocumentBytes) is { } large
            ? new("import/file-too-large", $"`{Path.GetFileName(large.Name)}` is larger than {ImportLimits.DocumentBytes / 1024} KiB")
            : null;
    }

    // A file that is imported again takes the place of the former one, name included.
    private static HashSet<string> NamesBeside(PolicyDraft draft, string file)
    {
        var others = PolicySet.Read([.. draft.Without(file).Files.Select(f => new SourceFile(f.Name, f.Text))]).Set;
        return others is null ? [] : others.Policies.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
    }
}
