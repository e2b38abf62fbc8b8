using System.Collections.Immutable;
using Twofold.Policies;

namespace Twofold.Fleet.Gateway;

/// <summary>
/// Answers what another policy set would mean for the compliance of the whole fleet, from the index and by what was read back last. Phones
/// that are alike are judged as one, and only the phones of the list are looked up. It writes nothing and asks nothing of any phone.
/// </summary>
public sealed class WhatIfSurvey(IFleet fleet, IFleetIndex index)
{
    /// <summary>Classes of phones that are judged; the phones of any others are left out, and every number is a least one then.</summary>
    public const int MaxClasses = 100_000;

    /// <summary>Compares two sets.</summary>
    /// <param name="wish">What to list; the counts are of everything.</param>
    public async Task<WhatIfAnswer> CompareAsync(PolicySet current, PolicySet next, WhatIfWish wish, CancellationToken cancel)
    {
        var classes = await index.ClassesAsync("phones", "policy_mark", "observed_mark", MaxClasses + 1, cancel);
        var judge = new ClassJudge(fleet, index, new WhatIf(current, next));
        var some = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancel };
        await Parallel.ForEachAsync(classes.Take(MaxClasses).GroupBy(c => c.Second, StringComparer.Ordinal), some, judge.JudgeAsync);
        var isShort = classes.Length > MaxClasses || judge.HasMissed;
        return await AnswerAsync([.. judge.Judged], isShort, wish, cancel);
    }

    private async Task<WhatIfAnswer> AnswerAsync(ImmutableArray<JudgedClass> judged, bool isShort, WhatIfWish wish, CancellationToken cancel)
    {
        var lines = judged.SelectMany(c => c.Lines(wish))
            .OrderByDescending(l => l.Turn.Then).ThenByDescending(l => l.Turn.NeedsSomebody).ThenByDescending(l => l.Turn.Now)
            .ThenBy(l => l.Turn.Setting, StringComparer.Ordinal).ThenBy(l => l.Class.Key, StringComparer.Ordinal).ThenBy(l => l.Slot, StringComparer.Ordinal)
            .ToList();
        return new(
            judged.Sum(c => c.Class.Rows), judged.Sum(c => c.Class.Rows * c.Vms), isShort,
            Vms(judged, vm => vm.IsMendedByPush), Vms(judged, vm => vm.NeedsSomebody), Verdicts(judged), Settings(judged),
            new IndexCount(lines.Sum(l => l.Class.Rows), isShort), await RowsAsync(lines, wish.Take, cancel));
    }

    private static long Vms(ImmutableArray<JudgedClass> judged, Func<VmTurn, bool> which) => judged.Sum(c => c.Class.Rows * c.Turns.Count(which));

    private static ImmutableArray<VerdictCount> Verdicts(ImmutableArray<JudgedClass> judged) =>
    [
        .. from c in judged
           from vm in c.Turns
           where vm.Now != vm.Then
           group c.Class.Rows by (vm.Now, vm.Then, vm.After) into same
           orderby same.Key.Then descending, same.Key.After descending, same.Key.Now
           select new VerdictCount(same.Key.Now, same.Key.Then, same.Key.After, same.Sum()),
    ];

    private static ImmutableArray<SettingCount> Settings(ImmutableArray<JudgedClass> judged) =>
    [
        .. from c in judged
           from vm in c.Turns
           from turn in vm.Settings
           group c.Class.Rows by (turn.Setting, turn.Now, turn.Then, turn.After) into same
           orderby same.Key.Then descending, same.Key.Setting, same.Key.After descending, same.Key.Now
           select new SettingCount(same.Key.Setting, same.Key.Now, same.Key.Then, same.Key.After, same.Sum()),
    ];

    // A phone that reported meanwhile is of another class, and not listed.
    private async Task<ImmutableArray<WhatIfRow>> RowsAsync(IEnumerable<ClassLine> lines, int take, CancellationToken cancel)
    {
        var rows = ImmutableArray.CreateBuilder<WhatIfRow>();
        foreach (var line in lines.Take(take))
        {
            if (rows.Count == take) break;
            var phones = await index.QueryAsync(line.Class.Members(take - rows.Count), cancel);
            rows.AddRange(phones.Items.Select(p => new WhatIfRow(p.Key, p.Text("name") ?? p.Key, line.Slot, line.Turn)));
        }

        return rows.DrainToImmutable();
    }
}
