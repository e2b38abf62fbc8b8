using System.Collections.Immutable;
using Twofold.Fleet;
using Twofold.Fleet.Phones;
using Twofold.Fleet.Vms;
using Twofold.Protocol;

namespace Twofold.Web.Desk;

/// <summary>A phone with its VMs.</summary>
/// <param name="Version">The version of the phone's grain.</param>
/// <param name="Vms">In the order of the phone's slots.</param>
public sealed record PhoneDetail(long Version, PhoneView Phone, ImmutableArray<VmView> Vms)
{
    /// <summary>The VM in a slot, or null.</summary>
    public VmView? Vm(string slot) => Vms.FirstOrDefault(v => v.Slot == slot);
}

/// <summary>What became of a new description.</summary>
/// <param name="Waiting">What a second person has to let through first; null when it holds.</param>
public sealed record Described(WaitingDescription? Waiting);

/// <summary>Lists of phones, one phone, its names.</summary>
public sealed class PhoneDesk(Counter counter)
{
    /// <summary>One page of phones, answered by the index. Needs <c>fleet.read</c>.</summary>
    /// <param name="query">Its table is always the phones'.</param>
    public Task<Answer<IndexPage>> ListAsync(IndexQuery query, CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.FleetRead, "phone.list", async () =>
            Answer.Of(await counter.Index.QueryAsync(query with { Table = Tables.Phones }, cancel)), cancel);

    /// <summary>How many phones have each value of a column. Needs <c>fleet.read</c>.</summary>
    public Task<Answer<IndexFacet>> CountAsync(
        string column, ImmutableArray<IndexFilter> filters, string? search = null, CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.FleetRead, "phone.count", async () =>
            Answer.Of(await counter.Index.CountAsync(Tables.Phones, column, filters, search, cancel)), cancel);

    /// <summary>A phone and its VMs; <c>phone/unknown</c>. Needs <c>fleet.read</c>.</summary>
    public Task<Answer<PhoneDetail>> GetAsync(string phone, CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.FleetRead, "phone.read", () => DetailAsync(phone, cancel), cancel);

    /// <summary>A phone that stays true while it or one of its VMs changes.</summary>
    public Task<Answer<Live<PhoneDetail>>> SubscribeAsync(string phone, CancellationToken cancel) =>
        counter.Watcher.OpenAsync(id => Concerns(id, phone), c => GetAsync(phone, c), cancel);

    /// <summary>Counts that stay true while phones change.</summary>
    public Task<Answer<Live<IndexFacet>>> SubscribeCountAsync(string column, ImmutableArray<IndexFilter> filters, CancellationToken cancel) =>
        counter.Watcher.OpenAsync(id => id.Kind is "phone" or "vm", c => CountAsync(column, filters, null, c), cancel);

    /// <summary>
    /// Names a phone, its owner and its labels. Where the labels let a policy reach it that makes work data unreadable sooner, the governor
    /// counts that and may hold it.
    /// </summary>
    public Task<Answer<Described>> DescribeAsync(
        string phone, string name, string owner, ImmutableSortedDictionary<string, string> labels, CancellationToken cancel = default) =>
        Refs.IsId(phone)
            ? counter.ServeAsync("phone.describe", actor => DescribeAsync(actor, phone, name, owner, labels, cancel), cancel)
            : Task.FromResult(Unknown<Described>(phone));

    /// <summary>Lets a phone that is newer than the server go on.</summary>
    public Task<Answer<Done>> ResumeFromConflictAsync(string phone, CancellationToken cancel = default) =>
        SendAsync("phone.resume", phone, new PhoneCommand.ResumeFromConflict(), cancel);

    /// <summary>Removes a phone, or revokes its certificate, and answers how far that came; the same order again changes nothing.</summary>
    /// <param name="reason">3 to 500 characters, kept in the audit log.</param>
    /// <param name="orderId">Chosen by a caller that may have to ask again.</param>
    public Task<Answer<PhoneIntent>> BarAsync(string phone, PhoneBar bar, string reason, string? orderId = null, CancellationToken cancel = default)
    {
        var ask = new PhoneCommand.Ask(orderId ?? $"{(bar == PhoneBar.Removed ? "remove" : "revoke")}-{Secret.NewId()}", bar, reason);
        return counter.ServeAsync(bar == PhoneBar.Removed ? "phone.remove" : "phone.revoke", actor => BarAsync(actor, phone, ask, cancel), cancel);
    }

    /// <summary>Takes a removal or a revocation back before it happened.</summary>
    public Task<Answer<Done>> TakeBackAsync(string phone, string orderId, CancellationToken cancel = default) =>
        SendAsync("phone.take-back", phone, new PhoneCommand.TakeBack(orderId), cancel);

    /// <summary>How far a removal or a revocation came; <c>order/unknown</c>. Needs <c>fleet.read</c>.</summary>
    public Task<Answer<PhoneIntent>> IntentAsync(string phone, string orderId, CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.FleetRead, "phone.intent.read", async () =>
            (await DetailAsync(phone, cancel)) is { Ok: true } seen ? Find(seen.Value.Phone, orderId) : Unknown<PhoneIntent>(phone), cancel);

    private async Task<Answer<Described>> DescribeAsync(
        Actor actor, string phone, string name, string owner, ImmutableSortedDictionary<string, string> labels, CancellationToken cancel)
    {
        var seen = await counter.ViewAsync(Refs.Phone(phone), cancel);
        var risk = Risk.OfLabels((await counter.ViewAsync(Refs.PolicySet, cancel)).View, seen.View, labels);
        var asked = await counter.AskAsync(Refs.Phone(phone), new PhoneCommand.Describe(name, owner, labels, risk.Vms, risk.Effect), actor, cancel);
        if (!asked.Ok) return new(null, asked.Refusal);
        if (risk.Vms == 0) return Answer.Of(new Described(null));
        var after = await counter.Watcher.UntilAsync(Refs.Phone(phone), v => v.Waiting is null or { Place: not null }, cancel);
        return Answer.Of(new Described(after.Waiting));
    }

    private async Task<Answer<PhoneIntent>> BarAsync(Actor actor, string phone, PhoneCommand.Ask ask, CancellationToken cancel)
    {
        if (!Refs.IsId(phone)) return Unknown<PhoneIntent>(phone);
        if (!Grammar.IsOrderId(ask.OrderId)) return Answer.No<PhoneIntent>("phone/bad-order", $"`{Refs.Shown(ask.OrderId)}` is not the id of an order");
        var asked = await counter.AskAsync(Refs.Phone(phone), ask, actor, cancel);
        if (!asked.Ok) return new(null, asked.Refusal);
        var view = await counter.Watcher.UntilAsync(
            Refs.Phone(phone), v => Find(v, ask.OrderId).Value?.Step != IntentStep.Requested, cancel);
        return Find(view, ask.OrderId);
    }

    private static Answer<PhoneIntent> Find(PhoneView phone, string orderId) => phone.Intents.FirstOrDefault(i => i.OrderId == orderId) is { } found
        ? Answer.Of(found)
        : Answer.No<PhoneIntent>("order/unknown", $"there is no order `{Refs.Shown(orderId)}`");

    private static bool Concerns(GrainId id, string phone) =>
        id.Kind == "phone" ? id.Key == phone : id.Kind == "vm" && id.Key.StartsWith($"{phone}:", StringComparison.Ordinal);

    private Task<Answer<Done>> SendAsync(string what, string phone, PhoneCommand command, CancellationToken cancel) =>
        Refs.IsId(phone) ? counter.SendAsync(what, Refs.Phone(phone), command, cancel) : Task.FromResult(Unknown<Done>(phone));

    private async Task<Answer<PhoneDetail>> DetailAsync(string phone, CancellationToken cancel)
    {
        if (!Refs.IsId(phone)) return Unknown<PhoneDetail>(phone);
        var seen = await counter.ViewAsync(Refs.Phone(phone), cancel);
        if (seen.Version == 0) return Unknown<PhoneDetail>(phone);
        var slots = seen.View.Slots.Select(s => s.Slot).Union(seen.View.Orders.Select(o => o.Slot));
        var vms = await Task.WhenAll(slots.Select(s => counter.ViewAsync(Refs.Vm(phone, s), cancel)));
        return Answer.Of(new PhoneDetail(seen.Version, seen.View, [.. vms.Select(v => v.View)]));
    }

    private static Answer<T> Unknown<T>(string phone)
        where T : notnull => Answer.No<T>("phone/unknown", $"there is no phone `{Refs.Shown(phone)}`");
}
