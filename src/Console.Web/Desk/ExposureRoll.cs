using System.Collections.Immutable;
using System.Globalization;
using Twofold.Fleet;

namespace Twofold.Web.Desk;

/// <summary>How exposed the fleet is, counted by the index.</summary>
/// <param name="Until">Work VMs of phones out of contact whose data can be read until an instant.</param>
/// <param name="Unbounded">Those of which no instant can be given.</param>
/// <param name="NoLonger">Those whose lease has ended, without a proof.</param>
/// <param name="Longest">The latest of the instants, or null when there is none.</param>
/// <param name="Overdue">Wipe orders that were released longer than <see cref="ExposureRoll.Patience"/> ago and are not proved.</param>
/// <param name="At">When they were counted.</param>
public sealed record ExposureFigures(IndexCount Until, IndexCount Unbounded, IndexCount NoLonger, DateTimeOffset? Longest, IndexCount Overdue, DateTimeOffset At);

/// <summary>Counts exposure.</summary>
public sealed class ExposureRoll(IFleetIndex index, TimeProvider time)
{
    /// <summary>How long an order may be on its way before it counts as overdue.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    private static readonly ImmutableArray<string> OnItsWay = ["released", "delivered", "acknowledged"];

    /// <summary>The figures now.</summary>
    public async Task<ExposureFigures> ReadAsync(CancellationToken cancel)
    {
        var kinds = await index.CountAsync(Tables.Exposures, "exposure", [], null, cancel);
        var last = await index.QueryAsync(
            new IndexQuery(Tables.Exposures, [new("exposure", FilterMatch.Is, "until")], SortBy: "readable_until", Descending: true, Take: 1), cancel);
        var overdue = await Task.WhenAll(OnItsWay.Select(step => OverdueAsync(step, cancel)));
        return new(
            kinds.Of("until"), kinds.Of("unbounded"), kinds.Of("no-longer"), last.Items.FirstOrDefault()?.Instant("readable_until"),
            new IndexCount(overdue.Sum(o => o.Rows), overdue.Any(o => o.AtLeast)), time.GetUtcNow());
    }

    private async Task<IndexCount> OverdueAsync(string step, CancellationToken cancel)
    {
        var before = (time.GetUtcNow() - Patience).ToString("O", CultureInfo.InvariantCulture);
        var late = new IndexQuery(Tables.Vms, [new("wipe", FilterMatch.Is, step), new("wipe_at", FilterMatch.Below, before)], Take: 1);
        return (await index.QueryAsync(late, cancel)).Total;
    }
}
