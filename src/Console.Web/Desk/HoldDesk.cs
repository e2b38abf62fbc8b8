using Twofold.Fleet;
using Twofold.Fleet.Governors;
using Twofold.Fleet.HoldPages;

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

    /// <summary>A page of the orders in a hold, from 0; <c>hold/unknown</c>. Needs <c>fleet.read</c>.</summary>
    public Task<Answer<HoldPageView>> PageAsync(string holdId, int page, CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.FleetRead, "hold.read", async () =>
            (await counter.ViewAsync(Refs.Governor, cancel)).View.Holds.FirstOrDefault(h => h.Id == holdId) is { } hold && page >= 0 && page < hold.Pages
                ? Answer.Of((await counter.ViewAsync(HoldPages.Page(hold.Id, page), cancel)).View)
                : Answer.No<HoldPageView>("hold/unknown", $"there is no page {page + 1} of a hold `{Refs.Shown(holdId)}`"), cancel);

    /// <summary>Some of the orders in a hold, in the order in which they came; <c>hold/unknown</c>, <c>index/page-too-large</c>. Needs <c>fleet.read</c>.</summary>
    public Task<Answer<Rows<WaitingOrder>>> OrdersAsync(string holdId, int skip, int take, CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.FleetRead, "hold.read", async () =>
        {
            if (skip < 0 || take is < 1 or > IndexQuery.MaxTake) return Answer.No<Rows<WaitingOrder>>("index/page-too-large", $"a page has 1 to {IndexQuery.MaxTake} rows");
            if ((await counter.ViewAsync(Refs.Governor, cancel)).View.Holds.FirstOrDefault(h => h.Id == holdId) is not { } hold)
                return Answer.No<Rows<WaitingOrder>>("hold/unknown", $"there is no hold `{Refs.Shown(holdId)}`");
            var (first, last) = (skip / HoldPageView.MaxOrders, Math.Min((skip + take - 1) / HoldPageView.MaxOrders, hold.Pages - 1));
            var pages = await Task.WhenAll(Enumerable.Range(first, Math.Max(0, last - first + 1)).Select(p => counter.ViewAsync(HoldPages.Page(hold.Id, p), cancel)));
            return Answer.Of(new Rows<WaitingOrder>([.. pages.SelectMany(p => p.View.Orders).Skip(skip % HoldPageView.MaxOrders).Take(take)], new IndexCount(hold.Orders)));
        }, cancel);

    /// <summary>Releases what is held. Never one's own: <c>governor/own-order</c>; never more than was seen: <c>governor/hold-grew</c>.</summary>
    /// <param name="orders">How many orders the caller saw in it.</param>
    public Task<Answer<Done>> ApproveAsync(string holdId, int orders, CancellationToken cancel = default) =>
        counter.SendAsync("hold.approve", Refs.Governor, new GovernorCommand.Approve(holdId, orders), cancel);

    /// <summary>Rejects what is held, or what was agreed on and waits for its time.</summary>
    public Task<Answer<Done>> RejectAsync(string holdId, string reason, CancellationToken cancel = default) =>
        counter.SendAsync("hold.reject", Refs.Governor, new GovernorCommand.Reject(holdId, reason), cancel);

    /// <summary>Changes the governor's settings: what is tighter holds at once, what is looser is held and waits. Needs <c>operator.admin</c>.</summary>
    public Task<Answer<Done>> SetAsync(GovernorSettings settings, string reason, CancellationToken cancel = default) =>
        counter.SendAsync("governor.set", Refs.Governor, new GovernorCommand.Loosen(settings, reason), cancel);
}
