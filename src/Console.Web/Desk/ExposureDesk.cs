using Twofold.Fleet;

namespace Twofold.Web.Desk;

/// <summary>Work VMs whose phones may never return, and for how long their data can be read.</summary>
public sealed class ExposureDesk(Counter counter, ExposureRoll roll)
{
    /// <summary>One page of exposed work VMs, answered by the index. Needs <c>fleet.read</c>.</summary>
    /// <param name="query">Its table is always the one of exposures.</param>
    public Task<Answer<IndexPage>> ListAsync(IndexQuery query, CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.FleetRead, "exposure.list", async () =>
            Answer.Of(await counter.Index.QueryAsync(query with { Table = Tables.Exposures }, cancel)), cancel);

    /// <summary>A page that stays true while phones come and go.</summary>
    public Task<Answer<Live<IndexPage>>> SubscribeAsync(IndexQuery query, CancellationToken cancel) =>
        counter.Watcher.OpenAsync(id => id.Kind == "phone", c => ListAsync(query, c), cancel);

    /// <summary>The figures of the whole fleet. Needs <c>fleet.read</c>.</summary>
    public Task<Answer<ExposureFigures>> FiguresAsync(CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.FleetRead, "exposure.figures", async () => Answer.Of(await roll.ReadAsync(cancel)), cancel);
}
