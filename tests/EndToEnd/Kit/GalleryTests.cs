using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Kit;

public sealed partial class GalleryTests(GalleryFixture gallery) : IClassFixture<GalleryFixture>
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 360)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task Every_component_is_accessible(ColorScheme theme, int width)
    {
        var page = await gallery.OpenAsync(theme, width);
        await page.KeepAsync($"kit-{theme}-{width}".ToLowerInvariant());
        await page.ShouldBeAccessibleAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task An_open_dialog_is_accessible(ColorScheme theme)
    {
        var page = await gallery.OpenAsync(theme);
        await page.GetByRole(AriaRole.Button, new() { Name = "Wipe…" }).Last.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.KeepAsync($"kit-dialog-{theme}".ToLowerInvariant());
        await page.ShouldBeAccessibleAsync();
    }

    [Fact]
    public async Task No_page_is_wider_than_a_narrow_screen()
    {
        var page = await gallery.OpenAsync(width: 360);
        Assert.Equal(360, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task A_click_reaches_the_server_and_comes_back()
    {
        var page = await gallery.OpenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Count" }).ClickAsync();
        await Expect(page.GetByText("Clicked 1 times")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_keyboard_opens_walks_and_closes_the_dialog()
    {
        var page = await gallery.OpenAsync();
        var opener = page.GetByRole(AriaRole.Button, new() { Name = "Wipe…" }).Last;
        await opener.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Wipe the work VM of phone 0007?" });
        await Expect(dialog).ToBeVisibleAsync();

        for (var step = 0; step < 6; step++)
        {
            await page.Keyboard.PressAsync("Tab");
            Assert.Equal(0, await page.Locator("body :focus:not(dialog *):not(dialog)").CountAsync());
        }

        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(opener).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_dialog_that_was_closed_with_Esc_opens_again()
    {
        var page = await gallery.OpenAsync();
        var opener = page.GetByRole(AriaRole.Button, new() { Name = "Wipe…" }).Last;
        await opener.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        await opener.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_keyboard_sorts_a_grid_and_the_address_says_so()
    {
        var page = await gallery.OpenAsync();
        var heading = page.GetByRole(AriaRole.Columnheader, new() { Name = "Phone" });
        await heading.GetByRole(AriaRole.Button).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(heading).ToHaveAttributeAsync("aria-sort", "ascending");
        await page.Keyboard.PressAsync("Enter");
        await Expect(heading).ToHaveAttributeAsync("aria-sort", "descending");
        await Expect(page).ToHaveURLAsync(DescendingName());
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "phone-0240" })).ToBeVisibleAsync();
        await Expect(heading.GetByRole(AriaRole.Button)).ToBeFocusedAsync();
    }

    [Fact]
    public async Task An_address_with_a_query_shows_that_page_of_the_grid()
    {
        var page = await gallery.OpenAsync(path: "/kit?page=2&size=10&sort=-name&q=phone-00");
        await Expect(page.GetByText("11–20 of 99")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("phone-00");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "phone-0089" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Typing_filters_the_grid_after_a_pause_and_goes_to_the_first_page()
    {
        var page = await gallery.OpenAsync(path: "/kit?page=3");
        await page.GetByRole(AriaRole.Searchbox).PressSequentiallyAsync("phone-007");
        await Expect(page.GetByText("1–10 of 10")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("phone-007");
    }

    [Fact]
    public async Task A_number_out_of_bounds_is_refused_beside_its_field()
    {
        var page = await gallery.OpenAsync();
        var memory = page.GetByLabel("Memory of the work VM");
        await memory.FillAsync("12");
        await memory.BlurAsync();
        await Expect(page.GetByText("a whole number from 256 to 8192")).ToBeVisibleAsync();
        await Expect(memory).ToHaveAttributeAsync("aria-invalid", "true");
    }

    [GeneratedRegex(@"\?sort=-name$")]
    private static partial Regex DescendingName();
}
