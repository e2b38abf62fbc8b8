namespace Twofold.Policies;

/// <summary>A key by which a document is looser than one that stands below it in its family.</summary>
/// <param name="Path">The key, in both.</param>
/// <param name="Setting">The setting that it gives.</param>
/// <param name="Lower">What the lower document says, as canonical text.</param>
/// <param name="Higher">What the higher one says; null where that key gives it nothing.</param>
public sealed record NestingBreak(string Path, string Setting, string Lower, string? Higher)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Lower}, then {Higher ?? "nothing"}";
}

/// <summary>Holds documents of one family, whose higher levels are meant to be stricter, against each other.</summary>
public static class ImportNesting
{
    /// <summary>The keys by which the higher document is looser, in the order of the lower one; none where each is at least as strict.</summary>
    public static IReadOnlyList<NestingBreak> Breaks(ImportReport lower, ImportReport higher) =>
    [
        .. from line in lower.Lines
           from said in line.Says
           where SettingCatalogue.TryFind(said.Key, out _)
           let there = higher.Lines.FirstOrDefault(l => l.Path == line.Path)?.Says.FirstOrDefault(s => s.Key == said.Key)?.Text
           where !IsAtLeast(said, there)
           select new NestingBreak(line.Path, said.Key, said.Text, there),
    ];

    private static bool IsAtLeast(ImportedValue said, string? there) =>
        there is not null && SettingCatalogue.TryFind(said.Key, out var setting) && setting.Complies(said.Text, there);
}
