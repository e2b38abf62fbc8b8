using System.Text.Json.Nodes;
using Twofold.Fleet.Operators;
using Twofold.Web.Tests.Running;

namespace Twofold.Cli.Tests;

/// <summary>A person signs in on the command line and decides on what others ordered, from first to last by the program itself.</summary>
public sealed class DecidingTests
{
    [Fact]
    public async Task A_person_signs_in_sees_a_hold_approves_one_and_rejects_another_and_a_token_decides_nothing()
    {
        await using var console = await RunningConsole.StartAsync(budget: 0);
        var (server, pipeline) = (console.Server.Url, await console.TokenAsync(SharedConsole.Everything));
        var (first, second) = (await console.EnrolAsync("first"), await console.EnrolAsync("second"));
        Assert.Equal(5, (await Script.RunAsync(server, pipeline, "wipe", first, "--reason", "left in a taxi")).Exit);
        Assert.Equal(5, (await Script.RunAsync(server, pipeline, "lock", second, "--reason", "left in a train")).Exit);
        var person = await SignedInAsync(console, "grace");
        var holds = JsonNode.Parse((await Script.RunAsync(server, person, "holds", "--output", "json")).Output)!["items"]!.AsArray();
        Assert.Equal(["Wipe", "Lock"], holds.Select(h => (string?)h!["effect"]), StringComparer.OrdinalIgnoreCase);
        var (wipe, closing) = ((string)holds[0]!["id"]!, (string)holds[1]!["id"]!);
        Assert.Contains("first/work", (await Script.RunAsync(server, person, "holds", "show", wipe)).Output, StringComparison.Ordinal);
        Assert.Equal(6, (await Script.RunAsync(server, pipeline, "holds", "approve", wipe, "--orders", "1")).Exit);
        Assert.Equal(2, (await Script.RunAsync(server, person, "holds", "approve", wipe)).Exit);
        Assert.Contains("is approved", (await Script.RunAsync(server, person, "holds", "approve", wipe, "--orders", "1")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Script.RunAsync(server, person, "holds", "reject", closing, "--reason", "it was found")).Exit);
        Assert.Equal(4, (await Script.RunAsync(server, person, "holds", "approve", closing, "--orders", "1")).Exit);
        await StepAsync(server, pipeline, "wipe", "released");
        await StepAsync(server, pipeline, "lock", "rejected");
    }

    [Fact]
    public async Task A_wrong_password_signs_nobody_in_and_is_not_shown()
    {
        await using var console = await RunningConsole.StartAsync();
        var run = await Script.FeedAsync("a wrong password\n", console.Server.Url, null, "sign-in", "grace");
        Assert.Equal(6, run.Exit);
        Assert.DoesNotContain("a wrong password", run.Output + run.Error, StringComparison.Ordinal);
    }

    private static Task StepAsync(Uri server, string token, string kind, string step) => Eventually.TrueAsync(async () =>
        (string?)JsonNode.Parse((await Script.RunAsync(server, token, "orders", "--filter", $"kind={kind}", "--output", "json")).Output)!["items"]![0]!["step"] == step);

    private static async Task<string> SignedInAsync(RunningConsole console, string name)
    {
        var ada = await console.DeskOfAsync("ada", Role.Owner);
        using var browser = console.Browse();
        var link = (await ada.Operators.InviteAsync(name, Role.Helpdesk)).Value!.Link;
        await browser.SubmitAsync(link, ("Form.Password", RunningConsole.Password), ("Form.Repeated", RunningConsole.Password));
        await ada.Operators.AssignAsync(name, Role.Approver, System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty);
        await PassAsync(console);
        var run = await Script.FeedAsync($"{RunningConsole.Password}\n", console.Server.Url, null, "sign-in", name);
        Assert.Equal(0, run.Exit);
        return run.Output.Trim();
    }

    // Someone who has just been made an approver is admitted by a second person like everybody else.
    private static async Task PassAsync(RunningConsole console)
    {
        var ben = await console.DeskOfAsync("ben", Role.Approver);
        await Eventually.TrueAsync(async () => !(await ben.Holds.GetAsync()).Value!.Holds.IsEmpty);
        foreach (var hold in (await ben.Holds.GetAsync()).Value!.Holds.Where(h => h.About is not null)) Assert.True((await ben.Holds.ApproveAsync(hold.Id, hold.Orders)).Ok);
    }
}
