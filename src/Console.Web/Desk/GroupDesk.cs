using System.Collections.Immutable;
using Twofold.Fleet;
using Twofold.Fleet.Groups;
using Twofold.Fleet.Phones;

namespace Twofold.Web.Desk;

/// <summary>A group by its name.</summary>
public sealed record NamedGroup(string Name, GroupView View);

/// <summary>A phone of a group. One that is named and never enrolled has an empty view.</summary>
public sealed record GroupMember(string Id, PhoneView Phone);

/// <summary>Groups: names for phones, by labels or one by one.</summary>
public sealed class GroupDesk(Counter counter)
{
    // Longer searches are refused; the first label alone narrows enough then.
    private const int LongestSearch = 128;

    /// <summary>One group; <c>group/unknown</c>. Needs <c>fleet.read</c>.</summary>
    public Task<Answer<NamedGroup>> GetAsync(string name, CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.FleetRead, "group.read", () => ReadAsync(name, cancel), cancel);

    /// <summary>The same, staying true.</summary>
    public Task<Answer<Live<NamedGroup>>> SubscribeAsync(string name, CancellationToken cancel) =>
        counter.Watcher.OpenAsync(id => id == Refs.Group(name).Id, c => GetAsync(name, c), cancel);

    /// <summary>A page of the phones that are in the group now; <c>group/unknown</c>. Needs <c>fleet.read</c>.</summary>
    public Task<Answer<Rows<GroupMember>>> PhonesAsync(string name, int skip = 0, int take = 50, CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.FleetRead, "group.phones", () => MembersAsync(name, skip, take, cancel), cancel);

    /// <summary>The same, staying true.</summary>
    public Task<Answer<Live<Rows<GroupMember>>>> SubscribePhonesAsync(string name, int skip, int take, CancellationToken cancel) =>
        counter.Watcher.OpenAsync(id => id.Kind == "phone" || id == Refs.Group(name).Id, c => PhonesAsync(name, skip, take, c), cancel);

    /// <summary>Says who is in a group, by labels or by name: <c>group/bad-name</c>, <c>group/bad-scope</c>.</summary>
    public Task<Answer<Done>> DefineAsync(
        string name, string description, ImmutableSortedDictionary<string, string> labels, ImmutableSortedSet<string> phones, CancellationToken cancel = default) =>
        SendAsync("group.define", name, new GroupCommand.Define(description, labels, phones), cancel);

    /// <summary>Forgets a group. Removing one that is not there changes nothing.</summary>
    public Task<Answer<Done>> RemoveAsync(string name, CancellationToken cancel = default) =>
        SendAsync("group.remove", name, new GroupCommand.Remove(), cancel);

    private async Task<Answer<NamedGroup>> ReadAsync(string name, CancellationToken cancel)
    {
        if (!Refs.IsGroupName(name)) return Unknown<NamedGroup>(name);
        var view = (await counter.ViewAsync(Refs.Group(name), cancel)).View;
        return view.Exists ? Answer.Of(new NamedGroup(name, view)) : Unknown<NamedGroup>(name);
    }

    private async Task<Answer<Rows<GroupMember>>> MembersAsync(string name, int skip, int take, CancellationToken cancel)
    {
        var group = await ReadAsync(name, cancel);
        if (!group.Ok) return new(null, group.Refusal);
        var (ids, total) = await IdsAsync(group.Value.View, skip, take, cancel);
        var views = await Task.WhenAll(ids.Select(id => counter.ViewAsync(Refs.Phone(id), cancel)));
        return Answer.Of(new Rows<GroupMember>([.. ids.Zip(views, (id, v) => new GroupMember(id, v.View))], total));
    }

    private async Task<(ImmutableArray<string> Ids, IndexCount Total)> IdsAsync(GroupView group, int skip, int take, CancellationToken cancel)
    {
        if (!group.Members.IsEmpty) return ([.. group.Members.Skip(skip).Take(take)], new IndexCount(group.Members.Count));
        var page = await counter.Index.QueryAsync(PhonesWith(group.MatchLabels) with { Skip = skip, Take = take }, cancel);
        return ([.. page.Items.Select(i => i.Key)], page.Total);
    }

    // The search finds few by the text of the labels; the filter says which of them have just these.
    private static IndexQuery PhonesWith(ImmutableSortedDictionary<string, string> labels)
    {
        var words = labels.Select(l => $"{l.Key}={l.Value}").ToImmutableArray();
        var search = string.Join(' ', words);
        return new IndexQuery(
            Tables.Phones, [new IndexFilter("labels", FilterMatch.Holds, search)], search.Length > LongestSearch ? words[0] : search, SortBy: "name");
    }

    private Task<Answer<Done>> SendAsync(string what, string name, GroupCommand command, CancellationToken cancel) => Refs.IsGroupName(name)
        ? counter.SendAsync(what, Refs.Group(name), command, cancel)
        : Task.FromResult(Answer.No<Done>("group/bad-name", "a group's name has 1 to 64 lower-case letters, digits and hyphens"));

    private static Answer<T> Unknown<T>(string name)
        where T : notnull => Answer.No<T>("group/unknown", $"there is no group `{Refs.Shown(name)}`");
}
