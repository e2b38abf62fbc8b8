using Twofold.Policies;

namespace Twofold.Web.Features.Policies;

/// <summary>Lines that stand together, behind some that are left out.</summary>
/// <param name="Skipped">How many equal lines are left out before them.</param>
/// <param name="Lines">The lines; empty at the end of a file whose last lines are left out.</param>
public sealed record DiffPart(int Skipped, IReadOnlyList<DiffLine> Lines);

/// <summary>One file of two policy sets, where they differ.</summary>
/// <param name="Name">The name of the file.</param>
/// <param name="Lines">All lines of both.</param>
public sealed record FileDiff(string Name, IReadOnlyList<DiffLine> Lines)
{
    private const int Around = 3;
    private const int MostParts = 200;

    /// <summary>What is shown: changed lines with a few equal ones around them.</summary>
    public IReadOnlyList<DiffPart> Parts { get; } = [.. PartsOf(Lines).Take(MostParts)];

    /// <summary>The files that are not the same in both, by name.</summary>
    public static IReadOnlyList<FileDiff> Of(PolicyDraft old, PolicyDraft @new) =>
    [
        .. from name in old.Files.Concat(@new.Files).Select(f => f.Name).Distinct().Order(StringComparer.Ordinal)
           let texts = (Old: old.Find(name)?.Text ?? "", New: @new.Find(name)?.Text ?? "")
           where texts.Old != texts.New
           select new FileDiff(name, TextDiff.Of(texts.Old, texts.New)),
    ];

    /// <summary>How many lines became what.</summary>
    public int Count(LineChange change) => Lines.Count(l => l.Change == change);

    private static IEnumerable<DiffPart> PartsOf(IReadOnlyList<DiffLine> lines)
    {
        var shown = ShownOf(lines);
        for (var at = 0; at < lines.Count;)
        {
            var first = Run(shown, at, isShown: false);
            var end = Run(shown, first, isShown: true);
            yield return new(first - at, [.. lines.Skip(first).Take(end - first)]);
            at = end;
        }
    }

    private static bool[] ShownOf(IReadOnlyList<DiffLine> lines)
    {
        var shown = new bool[lines.Count];
        foreach (var (at, _) in lines.Index().Where(l => l.Item.Change != LineChange.Kept))
            Array.Fill(shown, true, Math.Max(0, at - Around), Math.Min(lines.Count, at + Around + 1) - Math.Max(0, at - Around));
        return shown;
    }

    private static int Run(bool[] shown, int from, bool isShown)
    {
        while (from < shown.Length && shown[from] == isShown) from++;
        return from;
    }
}
