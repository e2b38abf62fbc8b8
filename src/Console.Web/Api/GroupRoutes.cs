using System.Collections.Immutable;
using Twofold.Fleet;
using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>Groups of phones; the list of all of them is one of <see cref="ListRoutes"/>.</summary>
static class GroupRoutes
{
    public static void MapGroups(this RouteGroupBuilder api)
    {
        api.MapGet("/groups/{group}", async (string group, FleetDesk desk, CancellationToken cancel) =>
            (await desk.Groups.GetAsync(group, cancel)).Show(GroupJson.Of));
        api.MapGet("/groups/{group}/phones", PhonesAsync);
        api.MapPut("/groups/{group}", DefineAsync);
        api.MapDelete("/groups/{group}", async (string group, FleetDesk desk, CancellationToken cancel) =>
            (await desk.Groups.RemoveAsync(group, cancel)).Done());
    }

    private static async Task<IResult> PhonesAsync(string group, HttpRequest request, FleetDesk desk, CancellationToken cancel)
    {
        if (ApiQuery.Unknown(request.Query, "page", "size") is { } refusal) return ApiAnswers.Refuse(refusal);
        if (ApiQuery.Number(request.Query, "page", 1, 1, 100_000) is not { } page) return ApiAnswers.Refuse("request/bad-query", "`page` is a number from 1");
        if (ApiQuery.Number(request.Query, "size", 50, 1, IndexQuery.MaxTake) is not { } size)
            return ApiAnswers.Refuse("request/bad-query", $"`size` is a number from 1 to {IndexQuery.MaxTake}");
        return (await desk.Groups.PhonesAsync(group, (int)((page - 1) * size), (int)size, cancel)).Show(p => GroupPhonesJson.Of(p, (int)page, (int)size));
    }

    private static async Task<IResult> DefineAsync(string group, HttpContext context, FleetDesk desk)
    {
        var body = await ApiBody.ReadAsync<GroupScope>(context, ApiBody.Members);
        return body is { Ok: true, Value: var to }
            ? (await desk.Groups.DefineAsync(group, to.Description, to.MatchLabels ?? PhoneJson.NoLabels, to.Phones ?? [], context.RequestAborted)).Done()
            : ApiAnswers.Refuse(body.Refusal!);
    }
}

/// <summary>Who is in a group: the phones with all these labels, or these phones.</summary>
sealed record GroupScope(
    string Description = "", ImmutableSortedDictionary<string, string>? MatchLabels = null, ImmutableSortedSet<string>? Phones = null);

/// <summary>A group.</summary>
sealed record GroupJson(
    string Name, string Description, ImmutableSortedDictionary<string, string> MatchLabels, ImmutableSortedSet<string> Phones, string? ChangedBy,
    DateTimeOffset? ChangedAt)
{
    public static GroupJson Of(NamedGroup g) => new(
        g.Name, g.View.Description, g.View.MatchLabels, g.View.Members, g.View.ChangedBy, g.View.ChangedAt);
}

/// <summary>A group in a list.</summary>
sealed record GroupRowJson(string Name, string? Description, string? Scope, string? Labels, long? Phones, string? ChangedBy, DateTimeOffset? ChangedAt)
{
    public static GroupRowJson Of(IndexItem i) => new(
        i.Key, i.Text("description"), i.Text("scope"), i.Text("labels"), i.Text("scope") == "members" ? i.Integer("members") : null, i.Text("changed_by"),
        i.Instant("changed_at"));
}

/// <summary>A page of the phones that are in a group now.</summary>
sealed record GroupPhonesJson(long Total, bool AtLeast, int Page, int Size, ImmutableArray<GroupPhoneJson> Items)
{
    public static GroupPhonesJson Of(Rows<GroupMember> rows, int page, int size) => new(
        rows.Total.Rows, rows.Total.AtLeast, page, size, [.. rows.Items.Select(GroupPhoneJson.Of)]);
}

/// <summary>A phone of a group; one that is named and never enrolled has no name.</summary>
sealed record GroupPhoneJson(string Id, bool Enrolled, string Name, string Owner, ImmutableSortedDictionary<string, string> Labels, bool Online)
{
    public static GroupPhoneJson Of(GroupMember m) => new(m.Id, m.Phone.Enrolled, m.Phone.Name, m.Phone.Owner, m.Phone.Labels, m.Phone.Online);
}
