using Twofold.Fleet;
using Twofold.Fleet.Governors;

namespace Twofold.Web.Desk;

/// <summary>What the governor holds for a second person.</summary>
public sealed class HoldDesk(Counter counter)
{
    /// <summary>The budget and what waits. Needs <c>fleet.read</c>.</summary>
    public Task<Answer<GovernorView>> GetAsync(CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.FleetRead, "hold.list", async () => Answer.Of((await counter.ViewAsync(Refs.Governor, cancel)).View), cancel);

    /// <summary>The same, staying true.</summary>
    public Task<Answer<Live<GovernorView>>> SubscribeAsync(CancellationToken cancel) =>
        counter.Watcher.OpenAsync(id => id == Refs.Governor.Id, GetAsync, cancel);

    /// <summary>Releases what is held. Never one's own: <c>governor/own-order</c>.</summary>
    public Task<Answer<Done>> ApproveAsync(string orderId, CancellationToken cancel = default) =>
        counter.SendAsync("hold.approve", Refs.Governor, new GovernorCommand.Approve(orderId), cancel);

    /// <summary>Rejects what is held.</summary>
    public Task<Answer<Done>> RejectAsync(string orderId, string reason, CancellationToken cancel = default) =>
        counter.SendAsync("hold.reject", Refs.Governor, new GovernorCommand.Reject(orderId, reason), cancel);
}
