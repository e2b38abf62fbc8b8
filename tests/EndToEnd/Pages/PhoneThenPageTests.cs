using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using Twofold.EndToEnd.Tests.Seeding;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Pages;

/// <summary>A phone as it was; the moment is in the address.</summary>
[Collection(SeededPages.Name)]
public sealed class PhoneThenPageTests(SeededFleet fleet)
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task A_past_moment_is_in_the_address_and_accessible(ColorScheme theme)
    {
        var now = DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss");
        var page = await fleet.OpenAsync($"/phones/{fleet.Phone(3).Id}?at={now}", theme);
        await Expect(page.GetByText("As it was on", new() { Exact = false }).First).ToBeVisibleAsync();
        await Expect(page.GetByText("What it had to obey: vm:work")).ToBeVisibleAsync();
        await Expect(page.GetByText("non-compliant").First).ToBeVisibleAsync();
        await page.KeepAsync($"phone-then-{theme}".ToLowerInvariant());
        await page.ShouldBeAccessibleAsync();
    }

    [Fact]
    public async Task The_phone_page_leads_to_a_moment_and_back()
    {
        var page = await fleet.OpenAsync($"/phones/{fleet.Phone(47).Id}");
        await page.GetByLabel("On (UTC)").FillAsync("2020-03-03T12:00:01");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(page.GetByText("there was no phone", new() { Exact = false })).ToBeVisibleAsync();
        Assert.Contains("at=2020-03-03T12", page.Url);
        await page.GetByRole(AriaRole.Link, new() { Name = "The phone as it is" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "What happened lately" })).ToBeVisibleAsync();
    }
}
