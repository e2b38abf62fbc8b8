using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using Twofold.EndToEnd.Tests.Journeys;
using Twofold.Web.Composition;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Pages;

/// <summary>An installation on its first day, from the one-time link on.</summary>
public sealed class FirstPolicyTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task The_first_policy_starts_from_an_example_that_changes_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("twofold-first-").FullName;
        await using (var server = await ConsoleServer.StartAsync(Options(folder)))
        {
            var page = await browser.NewPageAsync(baseUrl: server.Url.GetLeftPart(UriPartial.Authority));
            await page.FollowLinkAsync(server.FirstLink!.ToString(), "ada");
            await page.GotoLiveAsync("/policies");
            await page.KeepAsync("policies-empty-light");
            await page.ShouldBeAccessibleAsync();
            await PushTheExampleAsync(page);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task PushTheExampleAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Start with an example" }).ClickAsync();
        await Expect(page.GetByLabel("Name", new() { Exact = false }).First).ToHaveValueAsync("base");
        await page.GetByRole(AriaRole.Button, new() { Name = "See what would change" }).ClickAsync();
        await Expect(page.GetByText("No enrolled phone changes")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Push" }).ClickAsync();
        await Expect(page.GetByText("Revision 1 is in force")).ToBeVisibleAsync();
        await Expect(page.GetByText("No phone is enrolled yet.")).ToBeVisibleAsync();
    }

    private static ConsoleOptions Options(string folder) =>
        new() { Data = folder, Listen = new("http", "127.0.0.1", 0), Gateway = new("https", "127.0.0.1", 0) };
}
