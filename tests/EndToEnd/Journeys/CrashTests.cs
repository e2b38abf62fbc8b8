using Twofold.EndToEnd.Tests.Browser;
using Twofold.EndToEnd.Tests.World;

namespace Twofold.EndToEnd.Tests.Journeys;

/// <summary>Server and agent die as in a power cut, at instants drawn by lot, while a real VM is wiped.</summary>
[Collection(nameof(RealVms))]
public sealed class CrashTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const string Phone = "phone-1";
    private const int Rounds = 3;

    [Fact]
    public async Task A_wipe_is_proved_though_server_and_agent_are_killed_on_the_way()
    {
        await using var console = await ConsoleProcess.StartAsync(budget: 50, Phone);
        await using var phone = await VirtualPhone.StartAsync(console.CodeFor(Phone));
        using var api = await ApiAsync(console);
        var id = await api.PhoneIdAsync(Phone);

        for (var epoch = 1; epoch <= Rounds; epoch++)
        {
            await api.WorkIsAsync(id, "running");
            await api.WipeAsync(id, $"round-{epoch}");
            await DisturbAsync(console, phone);
            await api.WipeIsAsync(id, epoch, "proved");
            Assert.False(Directory.Exists(phone.VmFolder("work", epoch)), "nothing of the wiped VM is left");
            Assert.Equal("pong", await phone.Screen("personal").AskAsync("ping"));
            await api.OnceProvedAsync(id, epoch);
            await api.ReprovisionAsync(id);
        }
    }

    // The order was answered, so it is durable: from here on anything may die.
    private static async Task DisturbAsync(ConsoleProcess console, VirtualPhone phone)
    {
        using var instant = new PeriodicTimer(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 700)));
        await console.KillAsync();
        await console.StartAgainAsync();
        for (var kills = 0; kills < 3; kills++)
        {
            await instant.WaitForNextTickAsync();
            await phone.KillAgentAsync();
            phone.StartAgent();
        }
    }

    private async Task<Api> ApiAsync(ConsoleProcess console)
    {
        var page = await browser.NewPageAsync(baseUrl: console.Url);
        await page.FollowLinkAsync(console.FirstLink, "ada");
        return new Api(console.Url, await page.IssueTokenAsync("crash"));
    }
}
