using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using Twofold.EndToEnd.Tests.Seeding;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Pages;

[Collection(SeededPages.Name)]
public sealed class AuditPageTests(SeededFleet fleet)
{
    [Fact]
    public async Task A_filter_is_in_the_address_and_an_address_is_a_filter()
    {
        var page = await fleet.OpenAsync("/audit");
        await page.GetByLabel("Of", new() { Exact = true }).SelectOptionAsync("operator");
        await Expect(page).ToHaveURLAsync(new Regex("/audit\\?kind=operator$"));
        await Expect(page.GetByText("was invited as").First).ToBeVisibleAsync();
        await Expect(page.GetByText("joined the fleet")).ToHaveCountAsync(0);

        var linked = await fleet.OpenAsync("/audit?kind=operator&key=grace&type=invited");
        await Expect(linked.GetByLabel("Key")).ToHaveValueAsync("grace");
        await Expect(linked.GetByRole(AriaRole.List, new() { Name = "Events" }).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task An_event_opens_to_its_facts_without_the_hashes_of_secrets()
    {
        var page = await fleet.OpenAsync("/audit?kind=operator&key=grace");
        await page.GetByText("was invited as").ClickAsync();
        var facts = page.GetByRole(AriaRole.Region, new() { Name = "Facts as stored" }).Filter(new() { HasText = "role" });
        await Expect(facts).ToContainTextAsync("\"role\"");
        await Expect(facts).Not.ToContainTextAsync("Hash");
    }

    [Fact]
    public async Task A_checkpoint_is_made_on_demand_and_the_export_comes_as_a_file()
    {
        var page = await fleet.OpenAsync("/audit?tab=proof");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make one now" }).ClickAsync();
        await Expect(page.GetByText(new Regex("^number \\d+"))).ToBeVisibleAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download the export" }).ClickAsync());
        Assert.StartsWith("{\"header\":{\"format\":\"twofold-audit/1\"", await File.ReadAllTextAsync((await download.PathAsync())!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_is_erased_with_a_reason_and_a_wrong_name_is_refused()
    {
        var page = await fleet.OpenAsync("/audit?tab=proof");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("nobody at all");
        await page.GetByRole(AriaRole.Button, new() { Name = "Erase…" }).ClickAsync();
        await page.GetByLabel("Reason").FillAsync("left the organisation");
        await page.KeepAsync("audit-erase-light");
        await page.ShouldBeAccessibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Erase for ever" }).ClickAsync();
        await Expect(page.GetByText("no event names")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Older_events_are_a_page_of_their_own()
    {
        var page = await fleet.OpenAsync("/audit?phones=true");
        var first = page.GetByRole(AriaRole.List, new() { Name = "Events" }).GetByRole(AriaRole.Listitem);
        await Expect(first).ToHaveCountAsync(50);
        await page.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("before=\\d+"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Newest" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/audit\\?phones=true$", RegexOptions.IgnoreCase));
    }
}
