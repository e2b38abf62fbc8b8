using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using Twofold.EndToEnd.Tests.Seeding;
using Twofold.Fleet;
using Twofold.Fleet.Vms;
using Twofold.Web.Desk;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Pages;

[Collection(SeededPages.Name)]
public sealed class ListPageTests(SeededFleet fleet)
{
    [Theory]
    [InlineData("findings", ColorScheme.Light, 1280)]
    [InlineData("findings", ColorScheme.Dark, 1280)]
    [InlineData("findings", ColorScheme.Light, 360)]
    [InlineData("orders", ColorScheme.Light, 1280)]
    [InlineData("orders", ColorScheme.Dark, 1280)]
    [InlineData("vms", ColorScheme.Light, 1280)]
    [InlineData("vms", ColorScheme.Dark, 1280)]
    [InlineData("personas", ColorScheme.Light, 1280)]
    [InlineData("personas", ColorScheme.Dark, 1280)]
    public async Task A_list_is_accessible(string path, ColorScheme theme, int width)
    {
        await OrderAsync();
        var page = await fleet.OpenAsync($"/{path}", theme, width);
        await page.ShouldBeAGoodListAsync(path, theme, width);
    }

    [Theory]
    [InlineData("findings", "Severity", "non-compliant", "severity=non-compliant")]
    [InlineData("orders", "Kind", "wipe", "kind=wipe")]
    [InlineData("vms", "Owner", "personal", "owner=personal")]
    [InlineData("personas", "Status", "lives", "status=lives")]
    public async Task A_filter_is_in_the_address_survives_a_reload_and_counts_stay_beside_a_search(string path, string facet, string value, string address)
    {
        await OrderAsync();
        var page = await fleet.OpenAsync($"/{path}");
        await page.GetByLabel(facet).SelectOptionAsync(value);
        await Expect(page).ToHaveURLAsync(new Regex(address));
        var words = path == "personas" ? "weber" : "phone-00";
        await page.GetByRole(AriaRole.Searchbox).FillAsync(words);
        await Expect(page).ToHaveURLAsync(new Regex($"q={words}"));
        await Expect(page.GetByLabel(facet).Locator("option:checked")).ToHaveTextAsync(new Regex(@"\([1-9]\d*\)"));
        await Expect(page.Locator(".tw-grid__row").Filter(new() { HasNotText = words })).ToHaveCountAsync(0);
        var rows = await page.Locator(".tw-grid__row").AllInnerTextsAsync();

        await page.ReloadAsync();
        await Expect(page.Locator(".tw-grid__row")).ToHaveTextAsync(rows.Select(r => r.Trim()));
    }

    [Theory]
    [InlineData("findings")]
    [InlineData("orders")]
    [InlineData("vms")]
    [InlineData("personas")]
    public async Task A_list_that_nothing_matches_says_what_to_do_next(string path)
    {
        await OrderAsync();
        var page = await fleet.OpenAsync($"/{path}?q=nobody-has-this");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Show all" }).Last.ClickAsync();
        await Expect(page.Locator(".tw-grid__row").First).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(new Regex($"/{path}$"));
    }

    [Fact]
    public async Task A_finding_leads_to_its_phone()
    {
        var page = await fleet.OpenAsync("/findings");
        var first = page.Locator(".tw-grid__row").First;
        var name = (await first.InnerTextAsync()).Trim();
        await first.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(name);
    }

    [Fact]
    public async Task A_phone_leads_to_its_persona_and_a_persona_to_its_phone_and_both_name_the_owner()
    {
        var phone = fleet.Phone(57);
        var page = await fleet.OpenAsync($"/phones/{phone.Id}");
        await page.GetByRole(AriaRole.Link, new() { Name = "What lives on it" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex($"personas.phone={phone.Id}"));
        await Expect(page.Locator(".tw-grid__row")).ToHaveCountAsync(1);
        await Expect(page.Locator(".tw-grid__row").First).ToContainTextAsync(phone.Owner);
        await page.Locator(".tw-grid__row").First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(phone.Name);
    }

    // The same order again changes nothing.
    private async Task OrderAsync()
    {
        var order = new VmCommand.RequestWipe("listed-order", "left in a taxi");
        var reply = await fleet.Fleet.AskAsync(Refs.Vm(fleet.Phone(55).Id, "work"), order, Actor.System);
        Assert.True(reply.Ok, reply.Explanation);
    }
}
