using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using Twofold.EndToEnd.Tests.World;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Journeys;

/// <summary>The phone's own page in a real browser: a console, and the agent as a process.</summary>
public sealed class PhonesOwnPageTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const string Phone = "phone-1";
    private const int Wide = 1280;
    private const int Narrow = 360;

    [Fact]
    public async Task The_user_sees_everything_agrees_and_what_was_agreed_to_outlives_the_agent()
    {
        await using var console = await ConsoleProcess.StartAsync(budget: 5, Phone);
        await using var phone = await PlainPhone.StartAsync(console.CodeFor(Phone));
        var desk = await browser.NewPageAsync(baseUrl: console.Url);
        await desk.FollowLinkAsync(console.FirstLink, "ada");
        await desk.OpenPhoneAsync(Phone);
        await desk.WorkIsAsync("running");

        await LooksGoodAsync(phone);
        await AgreesAsync(phone, desk);
        await LockIsExplainedAsync(phone, desk);
    }

    // Every page in both themes and in a narrow window: nothing is hidden, nothing needs a script, and axe finds nothing.
    private async Task LooksGoodAsync(PlainPhone phone)
    {
        foreach (var (theme, width) in new[] { (ColorScheme.Light, Wide), (ColorScheme.Dark, Wide), (ColorScheme.Light, Narrow), (ColorScheme.Dark, Narrow) })
        {
            var page = await browser.NewPageAsync(theme, width);
            await page.GotoAsync(await phone.AddressAsync());
            foreach (var (place, heading) in new[] { ("phone", "This phone"), ("orders", "Orders"), ("told", "What the organisation is told") })
            {
                if (place != "phone") await page.GetByRole(AriaRole.Link, new() { Name = heading, Exact = true }).ClickAsync();
                await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = heading })).ToBeVisibleAsync();
                await page.KeepAsync($"own-page-{place}-{(width == Narrow ? "narrow-" : "")}{theme}".ToLowerInvariant());
                Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
                await page.ShouldBeAccessibleAsync();
            }

            await page.Context.CloseAsync();
        }
    }

    private async Task AgreesAsync(PlainPhone phone, IPage desk)
    {
        var page = await browser.NewPageAsync();
        await page.GotoAsync(await phone.AddressAsync());
        await PressAsync(page, "Agree for one hour");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("You agreed");
        await phone.KillAgentAsync();
        phone.StartAgent();

        var address = await phone.AddressAsync();
        await page.GotoAsync(address);
        await Expect(page.GetByText("You agreed, until")).ToBeVisibleAsync();
        await desk.OpenPhoneAsync(Phone);
        await Expect(desk.Panel("work")).ToContainTextAsync("lets support see its screen", new() { Timeout = 60_000 });
        await PressAsync(page, "Take it back");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("You do not agree");
        await Expect(desk.Panel("work")).Not.ToContainTextAsync("lets support see its screen", new() { Timeout = 60_000 });
        Assert.Contains("consent work-1 screen.remote-view taken back", await phone.StatusAsync(), StringComparison.Ordinal);

        var again = await page.GotoAsync(address);
        Assert.Equal(403, again!.Status);
    }

    // By keyboard alone.
    private static async Task PressAsync(IPage page, string button)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = button }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
    }

    private async Task LockIsExplainedAsync(PlainPhone phone, IPage desk)
    {
        await desk.GetByRole(AriaRole.Button, new() { Name = "Lock…" }).ClickAsync();
        var dialog = desk.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Reason").FillAsync("left in a taxi");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Lock the work VM" }).ClickAsync();
        await Expect(desk.GetByText("Locked: the phone read back that the VM is closed.")).ToBeVisibleAsync(new() { Timeout = 60_000 });

        var page = await browser.NewPageAsync();
        await page.GotoAsync(await phone.AddressAsync());
        await Expect(page.GetByText("It opens when the organisation takes the lock back")).ToBeVisibleAsync();
        await page.KeepAsync("own-page-locked-light");
        await page.GetByRole(AriaRole.Link, new() { Name = "Orders" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "lock" }).Filter(new() { HasText = "accepted" })).ToHaveCountAsync(1);
        await page.KeepAsync("own-page-orders-locked-light");
        await page.ShouldBeAccessibleAsync();
    }
}
