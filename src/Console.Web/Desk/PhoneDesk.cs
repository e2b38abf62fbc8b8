using System.Collections.Immutable;
using Twofold.Fleet;
using Twofold.Fleet.Phones;
using Twofold.Fleet.Vms;

namespace Twofold.Web.Desk;

/// <summary>A phone with its VMs.</summary>
/// <param name="Version">The version of the phone's grain.</param>
/// <param name="Vms">In the order of the phone's slots.</param>
public sealed record PhoneDetail(long Version, PhoneView Phone, ImmutableArray<VmView> Vms)
{
    /// <summary>The VM in a slot, or null.</summary>
    public VmView? Vm(string slot) => Vms.FirstOrDefault(v => v.Slot == slot);
}

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

    /// <summary>A page that stays true while phones change.</summary>
    public Task<Answer<Live<IndexPage>>> SubscribeListAsync(IndexQuery query, CancellationToken cancel) =>
        counter.Watcher.OpenAsync(id => id.Kind is "phone" or "vm", c => ListAsync(query, c), cancel);

    /// <summary>A phone that stays true while it or one of its VMs changes.</summary>
    public Task<Answer<Live<PhoneDetail>>> SubscribeAsync(string phone, CancellationToken cancel) =>
        counter.Watcher.OpenAsync(id => Concerns(id, phone), c => GetAsync(phone, c), cancel);

    /// <summary>Counts that stay true while phones change.</summary>
    public Task<Answer<Live<IndexFacet>>> SubscribeCountAsync(string column, ImmutableArray<IndexFilter> filters, CancellationToken cancel) =>
        counter.Watcher.OpenAsync(id => id.Kind is "phone" or "vm", c => CountAsync(column, filters, null, c), cancel);

    /// <summary>Names a phone, its owner and its labels.</summary>
    public Task<Answer<Done>> DescribeAsync(
        string phone, string name, string owner, ImmutableSortedDictionary<string, string> labels, CancellationToken cancel = default) =>
        SendAsync("phone.describe", phone, new PhoneCommand.Describe(name, owner, labels), cancel);

    /// <summary>Lets a phone that is newer than the server go on.</summary>
    public Task<Answer<Done>> ResumeFromConflictAsync(string phone, CancellationToken cancel = default) =>
        SendAsync("phone.resume", phone, new PhoneCommand.ResumeFromConflict(), cancel);

    private static bool Concerns(GrainId id, string phone) =>
        id.Kind == "phone" ? id.Key == phone : id.Kind == "vm" && id.Key.StartsWith($"{phone}:", StringComparison.Ordinal);

    private Task<Answer<Done>> SendAsync(string what, string phone, PhoneCommand command, CancellationToken cancel) =>
        Refs.IsId(phone) ? counter.SendAsync(what, Refs.Phone(phone), command, cancel) : Task.FromResult(Unknown<Done>(phone));

    private async Task<Answer<PhoneDetail>> DetailAsync(string phone, CancellationToken cancel)
    {
        if (!Refs.IsId(phone)) return Unknown<PhoneDetail>(phone);
        var seen = await counter.ViewAsync(Refs.Phone(phone), cancel);
        if (!seen.View.Enrolled) return Unknown<PhoneDetail>(phone);
        var vms = await Task.WhenAll(seen.View.Slots.Select(s => counter.ViewAsync(Refs.Vm(phone, s.Slot), cancel)));
        return Answer.Of(new PhoneDetail(seen.Version, seen.View, [.. vms.Select(v => v.View)]));
    }

    private static Answer<T> Unknown<T>(string phone)
        where T : notnull => Answer.No<T>("phone/unknown", $"there is no phone `{Refs.Shown(phone)}`");
}
