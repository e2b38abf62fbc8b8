using System.Collections.Immutable;
using System.Globalization;
using Twofold.Fleet.Rollouts;
using Twofold.Policies;

namespace Twofold.Fleet.Gateway;

/// <summary>
/// Counts how far a rollout is, by questions to the index whose answers are a few numbers, and finds the phones that could be told next.
/// </summary>
internal sealed class RolloutCount(IFleet fleet, IFleetIndex index)
{
    private const string Phones = "phones";

    /// <summary>One measurement for the rollout as it is seen now.</summary>
    public async Task<RolloutCommand.Measured> MeasureAsync(RolloutView rollout, DateTimeOffset now, CancellationToken cancel)
    {
        // First who was told, then how they are: in the other order a phone could be told and missing in the counts.
        var pending = rollout.Status == RolloutStatus.Running ? await PendingAsync(rollout, cancel) : 0;
        var (first, waves) = (await FirstPhones.ReadAsync(fleet, rollout, now, cancel), ImmutableArray.CreateBuilder<WaveCounts>());
        for (var wave = 0; wave < rollout.Waves.Length; wave++) waves.Add(first.In(wave, await WaveAsync(rollout, wave, now, cancel)));
        var room = rollout.Status == RolloutStatus.Running && pending == 0 ? rollout.RoomFor(waves.ToImmutable()) : 0;
        var next = room > 0 ? await NextAsync(rollout, first, room, cancel) : [];
        var notBack = await NotBackAsync(rollout, cancel);
        return new RolloutCommand.Measured(rollout.Serial, now, waves.ToImmutable(), pending, next, notBack);
    }

    private async Task<int> PendingAsync(RolloutView rollout, CancellationToken cancel)
    {
        var pending = 0;
        foreach (var id in rollout.Step)
        {
            var phone = (await fleet.ViewAsync(Fleet.Phones.Phones.Id(id), cancel)).View;
            if (phone.Enrolled && phone.PolicyRevision < rollout.Revision) pending++;
        }

        return pending;
    }

    private async Task<WaveCounts> WaveAsync(RolloutView rollout, int wave, DateTimeOffset now, CancellationToken cancel)
    {
        var (sum, plan) = (WaveCounts.None, rollout.Plan!);
        if (plan.StartOf(wave) == plan.Waves[wave].End) return sum;
        foreach (var stretch in Places.Stretches(rollout.Id, plan.StartOf(wave), plan.Waves[wave].End)) sum = await AddAsync(sum, rollout, stretch, now, cancel);
        return sum;
    }

    private async Task<WaveCounts> AddAsync(WaveCounts sum, RolloutView rollout, (int From, int End) stretch, DateTimeOffset now, CancellationToken cancel)
    {
        var silentSince = (now - rollout.Plan!.SilentAfter).ToString("O", CultureInfo.InvariantCulture);
        var told = await CountAsync("verdict", [Has(rollout)], stretch, cancel);
        var silent = await CountAsync(
            "verdict", [Has(rollout), new("state", FilterMatch.Is, "offline"), new("last_contact", FilterMatch.Below, silentSince)], stretch, cancel);
        var untold = await CountAsync("state", [Lacks(rollout)], stretch, cancel);
        return new(
            sum.Members + Sum(told) + Sum(untold), sum.Told + Sum(told), sum.Obeying + Of(told, "compliant") + Of(told, "pending"),
            sum.Failing + Of(told, "non-compliant") + Of(told, "in-grace"), sum.Silent + Sum(silent), sum.Waiting + Of(untold, "online") + Of(untold, "pushing"));
    }

    // The index counts exactly up to a bound; a stretch that holds more is halved, so that every count here is exact.
    private async Task<Dictionary<string, int>> CountAsync(string column, ImmutableArray<IndexFilter> filters, (int From, int End) stretch, CancellationToken cancel)
    {
        var facet = await index.CountAsync(Phones, column, [.. Within(stretch), .. filters], search: null, cancel);
        if (!facet.AtLeast || stretch.End - stretch.From < 2) return facet.Rows.ToDictionary(r => r.Key, r => (int)r.Value, StringComparer.OrdinalIgnoreCase);
        var middle = stretch.From + ((stretch.End - stretch.From) / 2);
        var counts = await CountAsync(column, filters, (stretch.From, middle), cancel);
        foreach (var (value, count) in await CountAsync(column, filters, (middle, stretch.End), cancel)) counts[value] = counts.GetValueOrDefault(value) + count;
        return counts;
    }

    private async Task<ImmutableArray<Candidate>> NextAsync(RolloutView rollout, FirstPhones first, int room, CancellationToken cancel)
    {
        var found = ImmutableArray.CreateBuilder<Candidate>();
        found.AddRange(first.Next.Take(room));
        var known = found.Select(c => c.Phone).ToHashSet(StringComparer.Ordinal);
        var open = rollout.Plan!.Waves[rollout.Waves.Length - 1].End;
        if (open == 0) return found.ToImmutable();
        foreach (var stretch in Places.Stretches(rollout.Id, 0, open))
        {
            ImmutableArray<IndexFilter> waiting =
                [.. Within(stretch), Lacks(rollout), new("state", FilterMatch.IsNot, "offline"), new("state", FilterMatch.IsNot, "conflict")];
            for (var skip = 0; found.Count < room;)
            {
                var take = Math.Min(IndexQuery.MaxTake, room - found.Count);
                var page = (await index.QueryAsync(new IndexQuery(Phones, waiting, Skip: skip, Take: take), cancel)).Items;
                found.AddRange(page.Where(i => !known.Contains(i.Key)).Select(i => new Candidate(i.Key, Verdict(i.Text("verdict")))));
                if (page.Length < take) break;
                skip += take;
            }
        }

        return found.ToImmutable();
    }

    // Only whether there is any matters, so a bound is no harm.
    private async Task<int> NotBackAsync(RolloutView rollout, CancellationToken cancel)
    {
        if (rollout is not { Status: RolloutStatus.RollingBack, ReturnRevision: { } revision }) return 0;
        var behind = new IndexQuery(Phones, [new("policy_revision", FilterMatch.Below, Text(revision))], Take: 1);
        return (int)(await index.QueryAsync(behind, cancel)).Total.Rows;
    }

    private static int Sum(Dictionary<string, int> counts) => counts.Values.Sum();

    private static int Of(Dictionary<string, int> counts, string value) => counts.GetValueOrDefault(value);

    private static IndexFilter Has(RolloutView rollout) => new("policy_revision", FilterMatch.Is, Text(rollout.Revision));

    private static IndexFilter Lacks(RolloutView rollout) => new("policy_revision", FilterMatch.Below, Text(rollout.Revision));

    private static IEnumerable<IndexFilter> Within((int From, int End) stretch) =>
        [new("place", FilterMatch.AtLeast, Text(stretch.From)), new("place", FilterMatch.Below, Text(stretch.End))];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static VerdictState Verdict(string? word) => word switch
    {
        "compliant" => VerdictState.Compliant,
        "pending" => VerdictState.Pending,
        "in-grace" => VerdictState.InGrace,
        "non-compliant" => VerdictState.NonCompliant,
        _ => VerdictState.Unknown,
    };
}
