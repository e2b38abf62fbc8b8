using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using Twofold.Web.Composition;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Pages;

/// <summary>The pages that nobody has to sign in for.</summary>
public sealed class SignInPageTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task The_pages_before_the_sign_in_are_accessible_in_light_and_dark()
    {
        var folder = Directory.CreateTempSubdirectory("twofold-sign-in-").FullName;
        await using (var server = await ConsoleServer.StartAsync(Options(folder)))
        {
            foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                var page = await browser.NewPageAsync(theme, baseUrl: server.Url.GetLeftPart(UriPartial.Authority));
                await ShowAsync(page, server.FirstLink!.ToString(), "Make the first account", $"first-account-{theme}");
                await ShowAsync(page, "/sign-in", "Sign in", $"sign-in-{theme}");
                await page.Context.CloseAsync();
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task ShowAsync(IPage page, string path, string heading, string picture)
    {
        await page.GotoAsync(path);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = heading })).ToBeVisibleAsync();
        await page.KeepAsync(picture.ToLowerInvariant());
        await page.ShouldBeAccessibleAsync();
    }

    private static ConsoleOptions Options(string folder) =>
        new() { Data = folder, Listen = new("http", "127.0.0.1", 0), Gateway = new("https", "127.0.0.1", 0) };
}
