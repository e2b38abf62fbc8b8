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
        var waves = ImmutableArray.CreateBuilder<WaveCounts>();
        for (var wave = 0; wave < rollout.Waves.Length; wave++) waves.Add(await WaveAsync(rollout, wave, now, cancel));
        var room = rollout.Status == RolloutStatus.Running && pending == 0 ? rollout.RoomFor(waves.ToImmutable()) : 0;
        var next = room > 0 ? await NextAsync(rollout, room, cancel) : [];
        var notBack = rollout is { Status: RolloutStatus.RollingBack, ReturnRevision: { } revision }
            ? await SumAsync("state", [new("policy_revision", FilterMatch.Below, Text(revision))], cancel)
            : 0;
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
        foreach (var stretch in Places.Stretches(rollout.Id, plan.StartOf(wave), plan.Waves[wave].End))
        {
            ImmutableArray<IndexFilter> there = [.. Within(stretch)];
            var silentSince = (now - plan.SilentAfter).ToString("O", CultureInfo.InvariantCulture);
            var told = await index.CountAsync(Phones, "verdict", there.Add(Has(rollout)), cancel);
            var silent = await SumAsync(
                "verdict", [.. there, Has(rollout), new("state", FilterMatch.Is, "offline"), new("last_contact", FilterMatch.Below, silentSince)], cancel);
            var untold = await index.CountAsync(Phones, "state", there.Add(Lacks(rollout)), cancel);
            sum = new(
                sum.Members + Sum(told) + Sum(untold), sum.Told + Sum(told), sum.Obeying + Of(told, "compliant") + Of(told, "pending"),
                sum.Failing + Of(told, "non-compliant"), sum.Silent + silent, sum.Waiting + Of(untold, "online") + Of(untold, "pushing"));
        }

        return sum;
    }

    private async Task<ImmutableArray<Candidate>> NextAsync(RolloutView rollout, int room, CancellationToken cancel)
    {
        var found = ImmutableArray.CreateBuilder<Candidate>();
        var open = rollout.Plan!.Waves[rollout.Waves.Length - 1].End;
        if (open == 0) return [];
        foreach (var stretch in Places.Stretches(rollout.Id, 0, open))
        {
            ImmutableArray<IndexFilter> waiting =
                [.. Within(stretch), Lacks(rollout), new("state", FilterMatch.IsNot, "offline"), new("state", FilterMatch.IsNot, "conflict")];
            for (var skip = 0; found.Count < room; skip += IndexQuery.MaxTake)
            {
                var take = Math.Min(IndexQuery.MaxTake, room - found.Count);
                var page = (await index.QueryAsync(new IndexQuery(Phones, waiting, Skip: skip, Take: take), cancel)).Items;
                found.AddRange(page.Select(i => new Candidate(i.Key, Verdict(i.Text("verdict")))));
                if (page.Length < take) break;
            }
        }

        return found.ToImmutable();
    }

    private async Task<int> SumAsync(string column, ImmutableArray<IndexFilter> filters, CancellationToken cancel) =>
        Sum(await index.CountAsync(Phones, column, filters, cancel));

    private static int Sum(IReadOnlyDictionary<string, long> counts) => (int)counts.Values.Sum();

    private static int Of(IReadOnlyDictionary<string, long> counts, string value) => (int)counts.GetValueOrDefault(value);

    private static IndexFilter Has(RolloutView rollout) => new("policy_revision", FilterMatch.Is, Text(rollout.Revision));

    private static IndexFilter Lacks(RolloutView rollout) => new("policy_revision", FilterMatch.Below, Text(rollout.Revision));

    private static IEnumerable<IndexFilter> Within((int From, int End) stretch) =>
        [new("place", FilterMatch.AtLeast, Text(stretch.From)), new("place", FilterMatch.Below, Text(stretch.End))];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static VerdictState Verdict(string? word) => word switch
    {
        "compliant" => VerdictState.Compliant,
        "pending" => VerdictState.Pending,
        "non-compliant" => VerdictState.NonCompliant,
        _ => VerdictState.Unknown,
    };
}
