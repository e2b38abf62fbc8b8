using Twofold.Web.Composition;
using Twofold.Web.Tests.Running;

namespace Twofold.Web.Tests;

public sealed class StartTests
{
    [Theory]
    [InlineData("console/insecure-bind", "--listen", "http://0.0.0.0:80")]
    [InlineData("console/insecure-bind", "--listen", "http://192.0.2.1:80")]
    [InlineData("console/insecure-bind", "--gateway", "http://127.0.0.1:7444")]
    [InlineData("console/certificate", "--listen", "https://0.0.0.0:443")]
    [InlineData("console/bad-value", "--listen", "127.0.0.1:80")]
    [InlineData("console/bad-value", "--listen", "http://console.example:80")]
    [InlineData("console/bad-value", "--gateway-public", "http://phones.example/")]
    [InlineData("console/bad-value", "--budget", "-1")]
    [InlineData("console/bad-value", "--budget", "many")]
    [InlineData("console/bad-value", "--data")]
    [InlineData("console/unknown-option", "--password", "secret")]
    public void A_bad_option_is_refused_with_its_code(string code, params string[] args) => Assert.Equal(code, ConsoleOptions.Read(args).Refusal?.Code);

    [Fact]
    public void Without_options_it_listens_on_this_machine_only()
    {
        var options = ConsoleOptions.Read([]).Value!;
        Assert.True(options.Listen.IsLoopback);
        Assert.True(options.Gateway.IsLoopback);
        Assert.Null(options.Budget);
    }

    [Fact]
    public async Task Both_listeners_are_bound_to_loopback_where_they_are_said_to_be()
    {
        await using var console = await RunningConsole.StartAsync();
        Assert.True(console.Server.Url is { IsLoopback: true, Scheme: "http" });
        Assert.True(console.Server.GatewayUrl is { IsLoopback: true, Scheme: "https" });
    }

    [Fact]
    public async Task Only_its_owner_reads_the_data_folder()
    {
        await using var console = await RunningConsole.StartAsync();
        var mode = File.GetUnixFileMode(console.DataFolder);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, mode);
    }

    [Fact]
    public async Task A_second_console_over_the_same_folder_does_not_start()
    {
        await using var console = await RunningConsole.StartAsync();
        var options = new ConsoleOptions { Data = console.DataFolder, Listen = new("http", "127.0.0.1", 0), Gateway = new("https", "127.0.0.1", 0) };
        var refused = await Assert.ThrowsAsync<StartException>(() => ConsoleServer.StartAsync(options));
        Assert.Equal("console/data-in-use", refused.Code);
    }

    [Theory]
    [InlineData(3, "the budget stays at 3 work VMs per hour: `--budget 9` is not used", 9)]
    [InlineData(1, "the budget was lowered from 3 to 1 work VMs per hour", 1)]
    [InlineData(3, null, 3)]
    [InlineData(3, null, null)]
    public async Task A_later_start_lowers_the_budget_or_says_in_one_line_that_it_stays(int then, string? said, int? asked)
    {
        var first = await RunningConsole.StartAsync(budget: 3);
        await using var second = await first.RestartAsync(asked);
        Assert.Equal(then, (await second.Fleet.ViewAsync(Desk.Refs.Governor)).View.VmsPerHour);
        var lines = second.Logs.Text.Split('\n').Where(l => l.Contains("the budget", StringComparison.Ordinal));
        if (said is null) Assert.Empty(lines);
        else Assert.Contains(said, Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restart_keeps_the_budget_of_the_first_start()
    {
        var first = await RunningConsole.StartAsync(budget: 3);
        await using var second = await first.RestartAsync();
        Assert.Equal(3, (await second.Fleet.ViewAsync(Desk.Refs.Governor)).View.VmsPerHour);
    }
}
