using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using Twofold.EndToEnd.Tests.Seeding;
using Twofold.Fleet;
using Twofold.Fleet.Groups;
using Twofold.Web.Desk;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Pages;

[Collection(SeededPages.Name)]
public sealed class GroupPageTests(SeededFleet fleet)
{
    [Theory]
    [InlineData("groups", ColorScheme.Light, 1280)]
    [InlineData("groups", ColorScheme.Dark, 1280)]
    [InlineData("groups", ColorScheme.Light, 360)]
    [InlineData("groups/field-oslo", ColorScheme.Light, 1280)]
    [InlineData("groups/field-oslo", ColorScheme.Dark, 1280)]
    [InlineData("groups/field-oslo", ColorScheme.Light, 360)]
    public async Task A_page_of_groups_is_accessible(string path, ColorScheme theme, int width)
    {
        await DefineAsync();
        var page = await fleet.OpenAsync($"/{path}", theme, width);
        await page.ShouldBeAGoodListAsync(path.Replace("s/field-oslo", "", StringComparison.Ordinal), theme, width);
    }

    [Fact]
    public async Task A_group_is_made_changed_and_removed_and_a_filter_is_in_the_address()
    {
        await DefineAsync();
        var page = await fleet.OpenAsync("/groups");
        await page.GetByLabel("Chosen").SelectOptionAsync("members");
        await Expect(page).ToHaveURLAsync(new Regex("scope=members"));
        await page.ReloadAsync();
        await Expect(page.GetByText("two-phones").First).ToBeVisibleAsync();
        await Expect(page.GetByText("field-oslo")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Button, new() { Name = "Make a group" }).ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { NameRegex = new("^Name") }).FillAsync("in-graz");
        await page.GetByRole(AriaRole.Textbox, new() { NameRegex = new("^Phones with") }).FillAsync("site=graz");
        await page.ShouldBeAccessibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the group" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("groups/in-graz"));
        await Expect(page.GetByText("site=graz").First).ToBeVisibleAsync();
        await Expect(page.Locator(".tw-grid__row").First).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Change…" }).ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { NameRegex = new("^Phones with") }).FillAsync("site=graz\nteam=nobody");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change the group" }).ClickAsync();
        await Expect(page.GetByText("No phone is like that now")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove…" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await Expect(page.GetByText("It was removed. Its phones stay as they are.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "See all groups" }).ClickAsync();
        await Expect(page.GetByText("two-phones").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_list_of_groups_that_nothing_matches_and_a_group_that_is_not_there_say_what_to_do_next()
    {
        await DefineAsync();
        var page = await fleet.OpenAsync("/groups?q=nobody-has-this");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Show all" }).Last.ClickAsync();
        await Expect(page.Locator(".tw-grid__row").First).ToBeVisibleAsync();
        await page.GotoLiveAsync("/groups/nobody");
        await Expect(page.GetByText("There is no group `nobody`")).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync();
    }

    [Fact]
    public async Task Whoever_may_only_read_is_offered_no_change()
    {
        await DefineAsync();
        var page = await fleet.OpenAsync("/groups/field-oslo", person: SeededFleet.Viewer);
        await Expect(page.GetByText("site=oslo").First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove…" })).ToHaveCountAsync(0);
    }

    // The same again changes nothing.
    private async Task DefineAsync()
    {
        var none = ImmutableSortedDictionary<string, string>.Empty;
        await AskAsync("field-oslo", new GroupCommand.Define("the field team in Oslo", none.Add("site", "oslo").Add("team", "field"), []));
        await AskAsync("two-phones", new GroupCommand.Define("the two on the test bench", none, [fleet.Phone(50).Id, fleet.Phone(51).Id]));
    }

    private async Task AskAsync(string name, GroupCommand command)
    {
        var reply = await fleet.Fleet.AskAsync(Refs.Group(name), command, Actor.System);
        Assert.True(reply.Ok, reply.Explanation);
    }
}
