using Twofold.Fleet;
using Twofold.Fleet.Rollouts;

namespace Twofold.Web.Desk;

/// <summary>Changes that go out by waves.</summary>
public sealed class RolloutDesk(Counter counter)
{
    /// <summary>One rollout; <c>rollout/unknown</c>. Needs <c>fleet.read</c>.</summary>
    public Task<Answer<RolloutView>> GetAsync(string id, CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.FleetRead, "rollout.read", () => ReadAsync(id, cancel), cancel);

    /// <summary>The same, staying true.</summary>
    public Task<Answer<Live<RolloutView>>> SubscribeAsync(string id, CancellationToken cancel) =>
        counter.Watcher.OpenAsync(grain => grain.Kind == "rollout" && grain.Key == id, c => GetAsync(id, c), cancel);

    /// <summary>One page of rollouts, answered by the index. Needs <c>fleet.read</c>.</summary>
    /// <param name="query">Its table is always the rollouts'.</param>
    public async Task<Answer<Rows<RolloutView>>> ListAsync(IndexQuery query, CancellationToken cancel = default)
    {
        var rows = await counter.ListAsync(
            Capability.FleetRead, "rollout.list", query with { Table = Tables.Rollouts }, Refs.Rollout, (_, view) => view, cancel);

        // The index may know a rollout an instant before its grain shows it.
        return rows.Map(r => r with { Items = [.. r.Items.Where(view => view.Plan is not null)] });
    }

    /// <summary>A page that stays true while rollouts go on.</summary>
    public Task<Answer<Live<Rows<RolloutView>>>> SubscribeAsync(IndexQuery query, CancellationToken cancel) =>
        counter.Watcher.OpenAsync(id => id.Kind == "rollout", c => ListAsync(query, c), cancel);

    /// <summary>Tells no further phone until somebody resumes.</summary>
    public Task<Answer<Done>> PauseAsync(string id, CancellationToken cancel = default) => SendAsync("rollout.pause", id, new RolloutCommand.Pause(), cancel);

    /// <summary>Goes on; after a halt, with what has gone wrong so far accepted.</summary>
    public Task<Answer<Done>> ResumeAsync(string id, CancellationToken cancel = default) => SendAsync("rollout.resume", id, new RolloutCommand.Resume(), cancel);

    /// <summary>Gives every phone the revision before; <c>rollout/bad-reason</c>.</summary>
    public Task<Answer<Done>> RollBackAsync(string id, string reason, CancellationToken cancel = default) =>
        SendAsync("rollout.roll-back", id, new RolloutCommand.RollBack(reason), cancel);

    /// <summary>Takes it back before it begins; <c>rollout/has-begun</c>.</summary>
    public Task<Answer<Done>> CancelAsync(string id, CancellationToken cancel = default) => SendAsync("rollout.cancel", id, new RolloutCommand.Cancel(), cancel);

    private async Task<Answer<RolloutView>> ReadAsync(string id, CancellationToken cancel)
    {
        if (!Refs.IsId(id)) return Unknown<RolloutView>(id);
        var view = (await counter.ViewAsync(Refs.Rollout(id), cancel)).View;
        return view.Status == RolloutStatus.Unknown ? Unknown<RolloutView>(id) : Answer.Of(view);
    }

    private Task<Answer<Done>> SendAsync(string what, string id, RolloutCommand command, CancellationToken cancel) =>
        Refs.IsId(id) ? counter.SendAsync(what, Refs.Rollout(id), command, cancel) : Task.FromResult(Unknown<Done>(id));

    private static Answer<T> Unknown<T>(string id)
        where T : notnull => Answer.No<T>("rollout/unknown", $"there is no rollout `{Refs.Shown(id)}`");
}
