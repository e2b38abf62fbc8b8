using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using Twofold.EndToEnd.Tests.Seeding;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Pages;

/// <summary>Who would comply otherwise under a draft, told before it is pushed.</summary>
public sealed class WhatIfPageTests
{
    private const int Phones = 24;

    [Fact]
    public async Task A_draft_tells_who_would_comply_otherwise_and_the_list_is_narrowed_in_the_address()
    {
        await using var fleet = await SeededFleet.StartAsync(Phones, budget: 25);
        var page = await AskAsync(fleet, text => text.Replace("network.mode: internet", "network.mode: none", StringComparison.Ordinal));
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Work VMs with another verdict" }).GetByText("non-compliant").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Network: non-compliant") }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("setting=network.mode&then=non-compliant"));
        var rows = page.GetByRole(AriaRole.Region, new() { Name = "Work VMs that would stand otherwise" }).GetByRole(AriaRole.Row);
        await Expect(rows.Nth(1)).ToContainTextAsync("the push itself changes it");
        await Expect(rows.Filter(new() { HasNotText = "Network" })).ToHaveCountAsync(1);
        await page.KeepAsync("policies-what-if-light");
        await page.ShouldBeAccessibleAsync();
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.KeepAsync("policies-what-if-dark");
        await page.ShouldBeAccessibleAsync();
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Not without somebody") }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("needs=somebody"));
        await Expect(rows.Filter(new() { HasText = "The push itself changes it" })).ToHaveCountAsync(0);
        await page.GoBackAsync();
        await Expect(page).ToHaveURLAsync(new Regex("setting=network.mode&then=non-compliant"));
        await Expect(rows.Nth(1)).ToContainTextAsync("the push itself changes it");
        await page.SetViewportSizeAsync(390, 844);
        await page.KeepAsync("policies-what-if-narrow");
        await Expect(rows.Nth(1).GetByRole(AriaRole.Link)).ToHaveTextAsync(new Regex("^phone-"));
    }

    [Fact]
    public async Task A_draft_that_says_the_same_changes_nobody_and_a_wish_for_no_setting_is_refused()
    {
        await using var fleet = await SeededFleet.StartAsync(phones: 3, budget: 1);
        var page = await AskAsync(fleet, text => $"# the same\n{text}");
        await Expect(page.GetByText("Every work VM would stand as before")).ToBeVisibleAsync();
        await Expect(page.GetByText("3 work VMs of 3 phones judged")).ToBeVisibleAsync();
        await page.KeepAsync("policies-what-if-empty-light");
        await page.ShouldBeAccessibleAsync();

        var other = await AskAsync(fleet, text => $"# the same\n{text}", "&setting=network.moon");
        await Expect(other.GetByText("There is no setting `network.moon`")).ToBeVisibleAsync();
        await other.ShouldBeAccessibleAsync();
    }

    private static async Task<IPage> AskAsync(SeededFleet fleet, Func<string, string> change, string more = "")
    {
        var page = await fleet.OpenAsync($"/policies/edit?file=base.yaml&view=text{more}");
        var text = page.GetByLabel("Text of base.yaml");
        var before = await text.InputValueAsync();
        Assert.NotEqual(before, change(before));
        await text.FillAsync(change(before));
        await text.BlurAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "See what would change" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "See who would comply otherwise" }).ClickAsync();
        return page;
    }
}
