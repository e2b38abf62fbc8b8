using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Twofold.Fleet;
using Twofold.Fleet.Operators;
using Twofold.Fleet.Phones;
using Twofold.Fleet.PolicySets;
using Twofold.Fleet.Rollouts;
using Twofold.Web.Desk;
using Twofold.Web.Tests.Running;

namespace Twofold.Web.Tests;

public sealed class GroupTests(SharedConsole shared) : IClassFixture<SharedConsole>
{
    private RunningConsole Console => shared.Console;

    [Fact]
    public async Task A_group_by_labels_has_just_the_phones_with_all_of_them_and_follows_them()
    {
        var (bern, west, team) = (await LabelledAsync("g-1", "site=bern team=field"), await LabelledAsync("g-2", "site=bern-west team=field"), await LabelledAsync("g-3", "team=field"));
        using var api = await Console.ApiAsync(Capability.FleetRead, Capability.PolicyWrite);
        await PutAsync(api, "in-bern", new { description = "phones in Bern", matchLabels = new { site = "bern", team = "field" } });
        Assert.Equal([bern], await PhonesAsync(api, "in-bern"));
        await DescribeAsync(team, "g-3", "site=bern team=field");
        Assert.Equal([bern, team], await PhonesAsync(api, "in-bern"));
        await DescribeAsync(west, "g-2", "site=Bern team=field");
        Assert.Equal([bern, team], await PhonesAsync(api, "in-bern"));
    }

    [Fact]
    public async Task A_group_by_name_has_its_phones_enrolled_or_not_page_by_page()
    {
        using var api = await Console.ApiAsync(Capability.FleetRead, Capability.PolicyWrite);
        await PutAsync(api, "named", new { phones = new[] { shared.Phone, "nobody" } });
        var all = (await JsonAsync(api, "groups/named/phones"))["items"]!.AsArray();
        Assert.Equal([("nobody", false), (shared.Phone, true)], all.Select(p => ((string)p!["id"]!, (bool)p["enrolled"]!)).OrderBy(p => p.Item2));
        var pages = new[] { await PhonesAsync(api, "named?size=1"), await PhonesAsync(api, "named?size=1&page=2") };
        Assert.Equal(2, pages.SelectMany(p => p).Distinct().Count());
    }

    [Fact]
    public async Task A_group_says_who_changed_it_last_and_is_found_by_its_words()
    {
        var desk = await Console.DeskOfAsync("group-owner", Role.Owner);
        var labels = ImmutableSortedDictionary<string, string>.Empty.Add("ring", "canary");
        Assert.Null((await desk.Groups.DefineAsync("birds", "who goes first", labels, [])).Refusal);
        using var api = await Console.ApiAsync(Capability.FleetRead);
        Assert.Equal("group-owner", (string?)(await JsonAsync(api, "groups/birds"))["changedBy"]);
        foreach (var query in new[] { "search=canary", "search=first", "filter=changed_by=group-owner", "filter=scope=labels&search=birds" })
            Assert.Equal("birds", (string?)(await JsonAsync(api, $"groups?{query}"))["items"]![0]!["name"]);
    }

    [Theory]
    [InlineData("Big Name", """{"matchLabels":{"a":"b"}}""", HttpStatusCode.BadRequest, "group/bad-name")]
    [InlineData("both", """{"matchLabels":{"a":"b"},"phones":["p"]}""", HttpStatusCode.BadRequest, "group/bad-scope")]
    [InlineData("none", "{}", HttpStatusCode.BadRequest, "group/bad-scope")]
    [InlineData("odd", """{"matchLabels":{"a":"b c"}}""", HttpStatusCode.BadRequest, "group/bad-scope")]
    [InlineData("more", """{"labels":{"a":"b"}}""", HttpStatusCode.BadRequest, "request/bad-json")]
    public async Task A_group_that_says_nothing_clear_is_refused(string name, string body, HttpStatusCode status, string code)
    {
        using var api = await Console.ApiAsync(Capability.FleetRead, Capability.PolicyWrite);
        var answer = await api.PutAsJsonAsync($"groups/{name}", JsonNode.Parse(body));
        Assert.Equal((status, code), (answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]));
    }

    [Fact]
    public async Task A_removed_group_is_unknown_and_removing_it_again_changes_nothing()
    {
        using var api = await Console.ApiAsync(Capability.FleetRead, Capability.PolicyWrite);
        await PutAsync(api, "short-lived", new { matchLabels = new { a = "b" } });
        for (var n = 0; n < 2; n++) Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync("groups/short-lived")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("groups/short-lived")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("groups/short-lived/phones")).StatusCode);
        Assert.Equal(0, (int)(await JsonAsync(api, "groups?search=short-lived"))["total"]!);
    }

    [Fact]
    public async Task A_page_of_a_group_stays_true_while_phones_get_and_lose_its_labels()
    {
        var desk = await Console.DeskOfAsync("group-watcher", Role.Owner);
        Assert.Null((await desk.Groups.DefineAsync("watched", "", Labels("watched=yes"), [])).Refusal);
        using var end = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var live = (await desk.Groups.SubscribePhonesAsync("watched", 0, 50, end.Token)).Value!;
        Assert.Empty(live.Snapshot.Items);
        var phone = await LabelledAsync("g-watched", "watched=yes");
        await foreach (var look in live.Changes.WithCancellation(end.Token))
            if (look.Value!.Items.Any(p => p.Id == phone)) break;
    }

    [Fact]
    public async Task A_policy_goes_to_a_group_first_and_a_group_that_cannot_go_first_is_refused()
    {
        await using var console = await RunningConsole.StartAsync();
        var phones = new[] { await console.EnrolAsync("r-1"), await console.EnrolAsync("r-2"), await console.EnrolAsync("r-3") };
        var desk = await console.DeskOfAsync("roller", Role.Owner);
        Assert.Null((await desk.Groups.DefineAsync("pilots", "", Labels("team=nobody"), [])).Refusal);
        Assert.Equal("group/unknown", await ApplyAsync(desk, "group:others, 50%"));
        Assert.Equal("rollout/bad-plan", await ApplyAsync(desk, "group:pilots"));
        Assert.Equal("rollout/bad-plan", await ApplyAsync(desk, "5%, group:pilots"));
        Assert.Null((await desk.Groups.DefineAsync("pilots", "", Labels(""), [phones[1]])).Refusal);
        Assert.Null(await ApplyAsync(desk, "group:pilots, 50%"));
        RolloutPlan? plan = null;
        await Eventually.TrueAsync(async () => (plan = (await desk.Rollouts.ListAsync(new IndexQuery("", []))).Value!.Items.SingleOrDefault()?.Plan) is not null);
        Assert.Equal(["group:pilots", "50%", "everyone"], plan!.Waves.Select(w => w.Asked));
        Assert.Equal([phones[1]], plan.First!.Phones);
    }

    private static async Task<string?> ApplyAsync(FleetDesk desk, string waves)
    {
        ImmutableArray<PolicyFile> files =
            [new("closed.yaml", "apiVersion: twofold/v1\nkind: Policy\nmetadata: { name: closed }\nspec:\n  settings:\n    network.mode: none\n")];
        var plan = (await desk.Policy.PlanAsync(files)).Value!.Plan!;
        return (await desk.Policy.ApplyAsync(plan.Digest, files, "by waves", new RolloutWish(waves))).Refusal?.Code;
    }

    private async Task<string> LabelledAsync(string name, string labels)
    {
        var phone = await Console.EnrolAsync(name);
        await DescribeAsync(phone, name, labels);
        return phone;
    }

    private async Task DescribeAsync(string phone, string name, string labels)
    {
        var reply = await Console.Fleet.AskAsync(Refs.Phone(phone), new PhoneCommand.Describe(name, "Ada", Labels(labels)), Actor.System);
        Assert.True(reply.Ok, reply.Explanation);
    }

    private static ImmutableSortedDictionary<string, string> Labels(string words) =>
        words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w.Split('=')).ToImmutableSortedDictionary(w => w[0], w => w[1]);

    private static async Task PutAsync(HttpClient api, string name, object body) =>
        Assert.Equal(HttpStatusCode.NoContent, (await api.PutAsJsonAsync($"groups/{name}", body)).StatusCode);

    private static async Task<List<string>> PhonesAsync(HttpClient api, string group)
    {
        var (name, query) = group.Split('?') is [var only] ? (only, "") : (group.Split('?')[0], $"?{group.Split('?')[1]}");
        return [.. (await JsonAsync(api, $"groups/{name}/phones{query}"))["items"]!.AsArray().Select(p => (string)p!["id"]!)];
    }

    private static async Task<JsonNode> JsonAsync(HttpClient api, string path) => JsonNode.Parse(await api.GetStringAsync(path))!;
}
