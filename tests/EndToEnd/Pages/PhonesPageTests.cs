using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using Twofold.EndToEnd.Tests.Seeding;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Pages;

[Collection(SeededPages.Name)]
public sealed class PhonesPageTests(SeededFleet fleet)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 360)]
    public async Task The_list_is_accessible(ColorScheme theme, int width)
    {
        var page = await fleet.OpenAsync("/phones", theme, width);
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(25);
        await page.KeepAsync($"phones-{(width < 720 ? "narrow-" : "")}{theme}".ToLowerInvariant());
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await page.ShouldBeAccessibleAsync();
    }

    [Fact]
    public async Task Filter_order_search_and_page_are_in_the_address_and_survive_a_reload()
    {
        var page = await fleet.OpenAsync("/phones");
        await page.GetByLabel("State").SelectOptionAsync("online");
        await Expect(page).ToHaveURLAsync(new Regex("state=online"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Name" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Name" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("sort=-name"));
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Rows" }).SelectOptionAsync("10");
        await page.GetByRole(AriaRole.Button, new() { Name = "Next page" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("page=2"));
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(10);
        var names = await page.Locator(".tw-grid__row").AllInnerTextsAsync();

        await page.ReloadAsync();
        await page.Locator("[data-live=true]").WaitForAsync();
        await Expect(page.Locator(".tw-grid__row")).ToHaveTextAsync(names);
        await Expect(page.GetByLabel("State")).ToHaveValueAsync("online");
        Assert.Equal(names.OrderDescending(StringComparer.Ordinal), names);
    }

    [Fact]
    public async Task The_search_finds_phones_by_label()
    {
        var page = await fleet.OpenAsync("/phones?size=100");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("site=graz");
        await Expect(page).ToHaveURLAsync(new Regex("q=site%3[dD]graz"));
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(SeededFleet.Usual / 4);
    }

    [Fact]
    public async Task A_change_appears_in_its_row_without_a_reload()
    {
        var phone = fleet.Phone(42);
        var page = await fleet.OpenAsync($"/phones?q={phone.Name}");
        var row = page.Locator("tbody tr").Filter(new() { HasText = phone.Name });
        await Expect(row).ToContainTextAsync("online");
        await phone.DisconnectAsync();
        await Expect(row).ToContainTextAsync("offline");
    }

    [Fact]
    public async Task The_keyboard_opens_a_row()
    {
        var phone = fleet.Phone(43);
        var page = await fleet.OpenAsync($"/phones?q={phone.Name}");
        await page.GetByRole(AriaRole.Link, new() { Name = phone.Name }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = phone.Name, Level = 1 })).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(new Regex($"/phones/{phone.Id}$"));
    }

    [Fact]
    public async Task A_page_beyond_the_last_leads_back_to_the_first()
    {
        var page = await fleet.OpenAsync("/phones?page=99");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go to the first page" }).ClickAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(25);
    }
}
