using System.Text.Json.Nodes;
using Twofold.Web.Tests.Running;

namespace Twofold.Cli.Tests;

/// <summary>The verbs that order something of phones, against a server whose budget none of them uses up.</summary>
public sealed class OrderVerbTests(SharedConsole shared) : IClassFixture<SharedConsole>
{
    private const string Why = "left in a taxi";

    [Fact]
    public async Task A_lock_is_asked_for_and_taken_back()
    {
        var phone = await shared.Console.EnrolAsync("to be locked");
        var locked = await JsonAsync("lock", phone, "--reason", Why, "--order", "l1");
        Assert.Equal("released", (string?)locked["step"]);
        Assert.Equal((string?)locked["orderId"], (string?)(await JsonAsync("lock", phone, "--reason", Why, "--order", "l1"))["orderId"]);
        Assert.Equal(4, (await RunAsync("lock", phone, "--reason", Why, "--order", "l2")).Exit);
        Assert.Equal("unlock", (string?)(await JsonAsync("unlock", phone, (string)locked["orderId"]!))["asked"]);
        Assert.Equal(4, (await RunAsync("unlock", phone, "no-such-order")).Exit);
    }

    [Fact]
    public async Task A_phone_is_revoked_and_then_removed()
    {
        var phone = await shared.Console.EnrolAsync("to be removed");
        Assert.Equal("done", (string?)(await JsonAsync("revoke", phone, "--reason", Why))["step"]);
        Assert.Equal(4, (await RunAsync("revoke", phone, "--reason", Why)).Exit);
        Assert.Equal("done", (string?)(await JsonAsync("remove", phone, "--reason", Why))["step"]);
        Assert.Equal("removed", (string?)(await JsonAsync("phone", phone))["barred"], ignoreCase: true);
    }

    [Fact]
    public async Task A_list_of_wipes_is_ordered_once_however_often_it_is_sent_and_what_is_refused_is_named()
    {
        var (one, two) = (await shared.Console.EnrolAsync("one of a list"), await shared.Console.EnrolAsync("two of a list"));
        var list = $"# the site that burned\n{one}\n\n{two} work # the driver's\n";
        var first = await FeedAsync(list, "wipe-list", "-", "--reason", Why, "--order", "fire", "--output", "json");
        var again = await FeedAsync(list, "wipe-list", "-", "--reason", Why, "--order", "fire", "--output", "json");
        Assert.Equal((0, 0), (first.Exit, again.Exit));
        Assert.Equal([one, two], JsonNode.Parse(first.Output)!["items"]!.AsArray().Select(i => (string?)i!["phone"]));
        Assert.Equal(Ids(first), Ids(again));
        var personal = await FeedAsync($"{one} personal\n", "wipe-list", "-", "--reason", Why);
        Assert.Equal(4, personal.Exit);
        Assert.Contains("(floor/personal)", personal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_is_none_orders_nothing()
    {
        Assert.Equal(2, (await FeedAsync("a b c\n", "wipe-list", "-", "--reason", Why)).Exit);
        Assert.Equal(2, (await RunAsync("wipe-list", "/nowhere/at/all", "--reason", Why)).Exit);
        Assert.Equal(2, (await FeedAsync("p1\n", "wipe-list", "-", "--reason", Why, "--at-once", "0")).Exit);
        Assert.Equal(0, (await FeedAsync("# nothing\n", "wipe-list", "-", "--reason", Why)).Exit);
    }

    [Fact]
    public async Task A_list_above_the_budget_is_5_and_none_of_it_is_lost()
    {
        await using var console = await RunningConsole.StartAsync(budget: 1);
        var phones = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => console.EnrolAsync($"phone {n}")));
        var token = await console.TokenAsync(SharedConsole.Everything);
        var run = await Script.FeedAsync(string.Join('\n', phones), console.Server.Url, token, "wipe-list", "-", "--reason", Why, "--at-once", "2");
        Assert.Equal(5, run.Exit);
        var hold = Assert.Single(JsonNode.Parse((await Script.RunAsync(console.Server.Url, token, "holds", "--output", "json")).Output)!["items"]!.AsArray());
        Assert.Equal(3, (int)hold!["left"]!);
    }

    [Fact]
    public async Task Lists_of_exposures_rollouts_and_findings_are_empty_where_there_is_nothing()
    {
        foreach (var verb in new[] { "exposures", "rollouts", "findings" })
            Assert.Empty((await JsonAsync(verb))["items"]!.AsArray());
        Assert.Equal(4, (await RunAsync("rollout", "show", "no-such-rollout")).Exit);
        Assert.Equal(4, (await RunAsync("rollout", "pause", "no-such-rollout")).Exit);
    }

    private static string[] Ids(Script.Run run) => [.. JsonNode.Parse(run.Output)!["items"]!.AsArray().Select(i => (string)i!["orderId"]!)];

    private async Task<JsonNode> JsonAsync(params string[] args)
    {
        var run = await RunAsync([.. args, "--output", "json"]);
        Assert.True(run.Exit == 0, run.Error);
        return JsonNode.Parse(run.Output)!;
    }

    private Task<Script.Run> RunAsync(params string[] args) => FeedAsync("", args);

    private async Task<Script.Run> FeedAsync(string input, params string[] args) =>
        await Script.FeedAsync(input, shared.Console.Server.Url, await shared.Console.TokenAsync(SharedConsole.Everything), args);
}
