using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Kit;

public sealed class ThemeTests(GalleryFixture gallery) : IClassFixture<GalleryFixture>
{
    [Theory]
    [InlineData(ColorScheme.Light, "light")]
    [InlineData(ColorScheme.Dark, "dark")]
    public async Task The_theme_follows_the_system_until_someone_chooses(ColorScheme system, string theme)
    {
        var page = await gallery.OpenAsync(system);
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", theme);
    }

    [Fact]
    public async Task A_chosen_theme_is_there_before_the_body_of_the_next_document()
    {
        var page = await gallery.OpenAsync(ColorScheme.Light);
        await page.GetByRole(AriaRole.Button, new() { Name = "Switch between light and dark" }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");

        await page.AddInitScriptAsync("new MutationObserver(() => { if (document.body) globalThis.themeAtBody ??= document.documentElement.dataset.theme ?? 'none'; })" +
            ".observe(document, { childList: true, subtree: true });");
        await page.GotoLiveAsync("/kit");
        Assert.Equal("dark", await page.EvaluateAsync<string>("themeAtBody"));
    }

    [Fact]
    public async Task The_skip_link_is_first_and_leads_to_the_content()
    {
        var page = await gallery.OpenAsync();
        var first = page.Locator("a, button, input, [tabindex='0']").First;
        await Expect(first).ToHaveTextAsync("Skip to the content");
        await first.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#main")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_page_that_is_not_there_is_said_so_without_a_circuit()
    {
        var page = await gallery.OpenAsync();
        var answer = await page.GotoAsync("/no-such-page");
        Assert.Equal(404, answer!.Status);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "There is no such page" })).ToBeVisibleAsync();
        await page.KeepAsync("plain");
        await page.ShouldBeAccessibleAsync();
    }

    [Fact]
    public async Task A_plain_form_posts_without_a_circuit()
    {
        var page = await gallery.OpenAsync();
        await page.GotoAsync("/kit/form");
        await page.KeepAsync("plain-form");
        await page.ShouldBeAccessibleAsync();
        await page.GetByLabel("Name").FillAsync("ada");
        await page.GetByLabel("One-time code").FillAsync("12345");
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("A code of 5 characters.");
    }

    [Fact]
    public async Task A_plain_form_without_its_token_is_refused()
    {
        var page = await gallery.OpenAsync();
        var form = page.Context.APIRequest.CreateFormData().Append("_handler", "plain").Append("code", "12345");
        var answer = await page.Context.APIRequest.PostAsync("/kit/form", new() { Form = form });
        Assert.Equal(400, answer.Status);
    }

    [Fact]
    public async Task Nothing_that_a_page_loads_breaks_its_content_security_policy()
    {
        var page = await gallery.OpenAsync();
        List<string> complaints = [];
        page.Console += (_, message) =>
        {
            if (message.Type == "error") complaints.Add(message.Text);
        };
        await page.GotoLiveAsync("/kit");
        Assert.Empty(complaints);
    }
}
