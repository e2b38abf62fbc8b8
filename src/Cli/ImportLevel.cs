using Twofold.Policies;

namespace Twofold.Cli;

/// <summary>A level of a family of documents beside the one before it, and the keys by which it is looser.</summary>
sealed record ImportLevel(ImportReport Lower, ImportReport Higher, IReadOnlyList<NestingBreak> Breaks)
{
    /// <summary>How the two stand, in one line.</summary>
    public string Summary => Breaks.Count == 0
        ? $"{Higher.File} is at least as strict as {Lower.File} in every key"
        : $"{Higher.File} is looser than {Lower.File} in {Breaks.Count} {(Breaks.Count == 1 ? "key" : "keys")}";

    /// <summary>Each document beside the one before it.</summary>
    public static IReadOnlyList<ImportLevel> Of(IReadOnlyList<ImportReport> reports) =>
        [.. reports.Zip(reports.Skip(1), (lower, higher) => new ImportLevel(lower, higher, ImportNesting.Breaks(lower, higher)))];
}
