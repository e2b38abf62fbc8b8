using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using Twofold.EndToEnd.Tests.Seeding;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Pages;

[Collection(SeededPages.Name)]
public sealed class OverviewPageTests(SeededFleet fleet)
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_overview_is_accessible(ColorScheme theme)
    {
        var page = await fleet.OpenAsync("/", theme);
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Work VMs by state" })).ToBeVisibleAsync();
        await page.KeepAsync($"overview-{theme}".ToLowerInvariant());
        await page.ShouldBeAccessibleAsync();
    }

    [Fact]
    public async Task Every_number_leads_to_the_list_that_it_counts()
    {
        var page = await fleet.OpenAsync("/");
        var part = page.GetByRole(AriaRole.List, new() { Name = "Phones by verdict" }).GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Non-compliant" });
        var count = await part.Locator("strong").InnerTextAsync();
        await part.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/phones\\?verdict=non-compliant$"));
        await Expect(page.GetByText($"{count} match")).ToBeVisibleAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(int.Parse(count));
    }

    [Fact]
    public async Task A_phone_that_goes_offline_is_counted_without_a_reload()
    {
        var phone = fleet.Phone(41);
        var page = await fleet.OpenAsync("/");
        var offline = page.GetByRole(AriaRole.List, new() { Name = "Phones by state" }).GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Offline" }).Locator("strong");
        var before = int.Parse(await offline.InnerTextAsync());
        await phone.DisconnectAsync();
        await Expect(offline).ToHaveTextAsync($"{before + 1}");
        await phone.ConnectAsync();
        await Expect(offline).ToHaveTextAsync($"{before}");
    }

    [Fact]
    public async Task An_empty_fleet_says_how_to_enrol_the_first_phone()
    {
        await using var empty = await SeededFleet.StartAsync(phones: 0, budget: 1);
        var page = await empty.OpenAsync("/");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Enrol the first phone" })).ToHaveAttributeAsync("href", "enrolments");
        await page.KeepAsync("overview-empty-light");
        await page.ShouldBeAccessibleAsync();
    }
}
