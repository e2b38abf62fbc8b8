namespace Twofold.Policies;

/// <summary>Takes every key of a document through its table, and puts together what several keys say of one setting.</summary>
internal sealed class ImportJudge
{
    private readonly ImportTable table;
    private readonly List<ImportLine> lines;

    private ImportJudge(SourceDocument document, ImportTable table)
    {
        this.table = table;
        lines = [.. document.Keys.Select(key => LineOf(key, table.Judge(key, document)))];
    }

    public static ImportReport Report(string file, SourceDocument document, ImportTable table, IReadOnlySet<string> takenNames)
    {
        var judge = new ImportJudge(document, table);
        while (judge.RefuseOne())
        {
        }

        var values = judge.JoinAll();
        var name = ImportName.Free(judge.Name() ?? ImportName.Of(Path.GetFileNameWithoutExtension(file)) ?? ImportName.Fallback, takenNames);
        var report = new ImportReport(file, table.Kind, name, judge.lines, values, Document: null);
        return values.ByKey.IsEmpty ? report : report with { Document = ImportedYaml.Write(report) };
    }

    private static ImportLine LineOf(SourceKey key, Judgement judged) =>
        new(key.Path.Text, key.Line, key.Column, Quote.Short(key.Text), judged.Outcome, judged.Says, judged.Why);

    private string? Name() => lines.SelectMany(l => l.Says).FirstOrDefault(s => s.Key == ImportTable.PolicyName)?.Text;

    // What one key may say, several together may not: a list grows too long. Then none of them is mapped, whatever else they said.
    private bool RefuseOne()
    {
        foreach (var (setting, at) in Sayings())
        {
            if (Together(setting, at) is not { IsRead: false } refused) continue;
            foreach (var place in at)
                lines[place] = lines[place] with { Outcome = ImportOutcome.Unsupported, Says = [], Why = $"with the other keys of its setting: {refused.Fault.Message}" };
            return true;
        }

        return false;
    }

    private SettingValues JoinAll()
    {
        var values = SettingValues.Empty;
        foreach (var (setting, at) in Sayings())
        {
            var together = Together(setting, at).Value;
            values = values.With(setting, together);
            foreach (var place in at.Where(_ => at.Count > 1)) lines[place] = WithOthers(place, at, IsGathered(setting) ? "gathered" : "joined", together);
        }

        return values;
    }

    private bool IsGathered(Setting setting) => table.Gathers.Contains(setting.Key, StringComparer.Ordinal);

    private IReadOnlyList<(Setting Setting, IReadOnlyList<int> Lines)> Sayings()
    {
        var byKey = lines.Index().SelectMany(l => l.Item.Says.Select(s => (s.Key, l.Index))).ToLookup(s => s.Key, s => s.Index, StringComparer.Ordinal);
        return [.. SettingCatalogue.All.Where(s => byKey.Contains(s.Key)).Select(s => (s, (IReadOnlyList<int>)[.. byKey[s.Key]]))];
    }

    // Neighbours first, then the results of neighbours: thousands of small sets would take quadratic time one after another.
    private Reading<string> Together(Setting setting, IReadOnlyList<int> at)
    {
        var texts = at.Select(place => lines[place].Says.First(s => s.Key == setting.Key).Text).Distinct(StringComparer.Ordinal).ToArray();
        if (IsGathered(setting)) return setting.Canonical(string.Join(',', texts));
        while (texts.Length > 1)
        {
            var joined = texts.Chunk(2).Select(pair => pair is [var left, var right] ? setting.JoinText(left, right) : pair[0]).ToArray();
            if (Array.Find(joined, j => !setting.Canonical(j).IsRead) is { } refused) return setting.Canonical(refused);
            texts = joined;
        }

        return texts[0];
    }

    private ImportLine WithOthers(int place, IReadOnlyList<int> at, string verb, string together)
    {
        var other = lines[at[0] == place ? at[1] : at[0]].Path;
        var others = at.Count == 2 ? $"`{other}`" : $"`{other}` and {at.Count - 2} more";
        var note = $"{verb} with {others} to `{Quote.Short(together)}`";
        return lines[place] with { Why = lines[place].Why.Length == 0 ? note : $"{lines[place].Why}; {note}" };
    }
}
