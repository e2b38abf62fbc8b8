using System.Text.Json.Nodes;
using Twofold.Fleet;
using Twofold.Web.Tests.Running;

namespace Twofold.Cli.Tests;

public sealed class ExitCodeTests(SharedConsole shared) : IClassFixture<SharedConsole>
{
    private static readonly Uri Nobody = new("http://127.0.0.1:9");
    private static readonly string SomeToken = $"tf_{new string('a', 16)}_{new string('b', 64)}";

    private Uri Server => shared.Console.Server.Url;

    [Theory]
    [InlineData("fly")]
    [InlineData("vms")]
    [InlineData("vms", "start")]
    [InlineData("wipe", "phone")]
    [InlineData("phones", "--token", "secret")]
    [InlineData("phones", "--output", "xml")]
    [InlineData("group", "set", "pilots", "--label", "nothing")]
    public async Task A_wrong_command_line_is_2(params string[] args) => Assert.Equal(2, (await Script.RunAsync(Server, SomeToken, args)).Exit);

    [Fact]
    public async Task Without_a_server_or_a_token_it_is_2()
    {
        Assert.Equal(2, (await Script.RunAsync(null, SomeToken, "phones")).Exit);
        Assert.Equal(2, (await Script.RunAsync(Server, null, "phones")).Exit);
        Assert.Equal(2, (await Script.RunAsync(new Uri("http://192.0.2.1"), SomeToken, "phones")).Exit);
    }

    [Fact]
    public async Task Help_is_0_and_lists_the_exit_codes()
    {
        var help = await Script.RunAsync(null, null, "--help");
        Assert.Equal(0, help.Exit);
        Assert.Contains("5 held for a second person", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_7() => Assert.Equal(7, (await Script.RunAsync(Nobody, SomeToken, "phones")).Exit);

    [Fact]
    public async Task A_wrong_token_is_6_and_is_not_shown()
    {
        var run = await Script.RunAsync(Server, SomeToken, "phones");
        Assert.Equal(6, run.Exit);
        Assert.DoesNotContain(SomeToken, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_without_the_right_is_6()
    {
        var token = await shared.Console.TokenAsync(Capability.FleetRead);
        var run = await Script.RunAsync(Server, token, "vms", "stop", shared.Phone);
        Assert.Equal(6, run.Exit);
        Assert.Contains("(access/denied)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_server_refuses_is_4_with_its_code()
    {
        var token = await shared.Console.TokenAsync(SharedConsole.Everything);
        var run = await Script.RunAsync(Server, token, "vms", "stop", shared.Phone, "--slot", "personal", "--output", "json");
        Assert.Equal(4, run.Exit);
        Assert.Equal("floor/personal", (string?)JsonNode.Parse(run.Output)!["code"]);
    }

    [Fact]
    public async Task Documents_with_problems_are_3_and_all_problems_are_listed_before_anything_is_sent()
    {
        using var files = PolicyFiles.With("netwrok.mode: none", "vm.memory: 5 parsecs");
        var run = await Script.RunAsync(Nobody, SomeToken, "policy", "apply", files.Path, "--yes");
        Assert.Equal(3, run.Exit);
        Assert.Contains("sub/base.yaml:7:5:", run.Error, StringComparison.Ordinal);
        Assert.Contains("did you mean `network.mode`?", run.Error, StringComparison.Ordinal);
        Assert.Contains("sub/base.yaml:8:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_folder_is_2()
    {
        var folder = Directory.CreateTempSubdirectory("twofold-empty-");
        Assert.Equal(2, (await Script.RunAsync(Server, SomeToken, "policy", "plan", folder.FullName)).Exit);
        folder.Delete();
    }

    [Fact]
    public async Task A_plan_is_applied_only_when_it_is_confirmed_or_expected()
    {
        var token = await shared.Console.TokenAsync(SharedConsole.Everything);
        using var files = PolicyFiles.With("network.mode: none");
        var plan = await Script.RunAsync(Server, token, "policy", "plan", files.Path, "--output", "json");
        Assert.Equal(0, plan.Exit);
        var digest = (string)JsonNode.Parse(plan.Output)!["planDigest"]!;
        Assert.Equal(2, (await Script.RunAsync(Server, token, "policy", "apply", files.Path)).Exit);
        Assert.Equal(4, (await Script.RunAsync(Server, token, "policy", "apply", files.Path, "--expect-plan", "another")).Exit);
        Assert.Equal(0, (await Script.RunAsync(Server, token, "policy", "apply", files.Path, "--expect-plan", digest)).Exit);
        Assert.Equal(0, (await Script.RunAsync(Server, token, "policy", "apply", files.Path, "--yes")).Exit);
    }

    [Fact]
    public async Task A_wipe_above_the_budget_is_5_and_within_it_0()
    {
        await using var console = await RunningConsole.StartAsync(budget: 1);
        var (first, second) = (await console.EnrolAsync("first"), await console.EnrolAsync("second"));
        var token = await console.TokenAsync(SharedConsole.Everything);
        var server = console.Server.Url;
        Assert.Equal(0, (await Script.RunAsync(server, token, "wipe", first, "--reason", "left in a taxi", "--order", "one")).Exit);
        Assert.Equal(0, (await Script.RunAsync(server, token, "wipe", first, "--reason", "left in a taxi", "--order", "one")).Exit);
        Assert.Equal(5, (await Script.RunAsync(server, token, "wipe", second, "--reason", "left in a train", "--wait")).Exit);
        var holds = await Script.RunAsync(server, token, "holds", "--output", "json");
        Assert.Equal("second/work", (string?)JsonNode.Parse(holds.Output)!["items"]![0]!["subject"]);
    }
}
