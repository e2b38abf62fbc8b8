using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using Twofold.EndToEnd.Tests.Seeding;
using Twofold.Policies;
using Twofold.Protocol;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Pages;

[Collection(SeededPages.Name)]
public sealed class PhonePageTests(SeededFleet fleet)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 360)]
    public async Task A_phone_is_accessible(ColorScheme theme, int width)
    {
        var page = await OpenAsync(3, theme, width);
        await Expect(Panel(page, "Work").GetByRole(AriaRole.Table)).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "What happened lately" })).ToBeVisibleAsync();
        await page.KeepAsync($"phone-{(width < 720 ? "narrow-" : "")}{theme}".ToLowerInvariant());
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await page.ShouldBeAccessibleAsync();
    }

    [Fact]
    public async Task The_personal_panel_has_nothing_to_press()
    {
        var page = await OpenAsync(44);
        var personal = Panel(page, "Personal");
        await Expect(personal).ToContainTextAsync("belongs to the phone's user");
        await Expect(personal.Locator("button, a, input, select, textarea, summary")).ToHaveCountAsync(0);
        await Expect(Panel(page, "Work").GetByRole(AriaRole.Button, new() { Name = "Stop" })).ToBeEnabledAsync();
    }

    [Fact]
    public async Task A_wish_stays_busy_until_the_phone_reads_its_effect_back()
    {
        var phone = fleet.Phone(45);
        var page = await OpenAsync(45);
        var work = Panel(page, "Work");
        await work.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(work.GetByRole(AriaRole.Button, new() { Name = "Pause" })).ToHaveAttributeAsync("aria-busy", "true");
        await Expect(work).ToContainTextAsync("Asked to be paused; the phone reads it back as running.");
        await Until.TrueAsync(async () => (await phone.ViewAsync()).Desired.Vms[0].Lifecycle == Lifecycle.Paused);
        await phone.ReportAsync();
        await Expect(work.GetByRole(AriaRole.Button, new() { Name = "Resume" })).ToBeEnabledAsync();
        await Expect(work.GetByRole(AriaRole.Button, new() { Name = "Pause" })).ToBeDisabledAsync();
    }

    [Fact]
    public async Task A_reader_without_the_right_sees_why_the_buttons_rest()
    {
        var page = await OpenAsync(46, person: SeededFleet.Viewer);
        var work = Panel(page, "Work");
        await Expect(work).ToContainTextAsync("Your role may not start or stop work VMs.");
        Assert.Equal(0, await work.Locator("button:enabled").CountAsync());
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task A_setting_says_where_it_comes_from_what_it_overrode_and_what_it_does(ColorScheme theme)
    {
        var page = await OpenAsync(3, theme);
        await Panel(page, "Work").Locator("summary", new() { HasText = "Network is" }).ClickAsync();
        await Expect(Panel(page, "Work")).ToContainTextAsync("from field (field.yaml:7)");
        await Expect(Panel(page, "Work")).ToContainTextAsync("overrode internet from base (base.yaml:8)");
        await Expect(Panel(page, "Work")).ToContainTextAsync(NetworkMode.Instance.Explanation);
        await Expect(Panel(page, "Work").GetByRole(AriaRole.Link, new() { NameRegex = new("^About this setting.*Network$") })).ToHaveAttributeAsync("href", "settings-reference/network.mode");
        await Expect(Panel(page, "Work").GetByRole(AriaRole.Link, new() { NameRegex = new("^Look at revision 1.*Network") })).ToHaveAttributeAsync("href", "policies/revisions/1");
        await page.KeepAsync($"phone-why-{theme}".ToLowerInvariant());
        await page.ShouldBeAccessibleAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 360)]
    public async Task A_phone_out_of_compliance_says_what_happens_on_which_day(ColorScheme theme, int width)
    {
        var phone = fleet.Phone(54);
        await phone.ReportAsync(null, ("network.mode", "internet"));
        await phone.EscalateAsync("lock 3d, wipe 14d");
        var rule = Assert.Single((await phone.ViewAsync()).Escalating);
        var page = await OpenAsync(54, theme, width);
        var card = Panel(page, "Out of compliance");
        await Expect(card).ToContainTextAsync($"It is locked on {Day(rule.LockAt)} and is wiped on {Day(rule.WipeAt)} unless it complies before.");
        await Expect(card).ToContainTextAsync("in grace");
        await page.KeepAsync($"phone-grace-{(width < 720 ? "narrow-" : "")}{theme}".ToLowerInvariant());
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await page.ShouldBeAccessibleAsync();
    }

    [Fact]
    public async Task A_phone_in_conflict_goes_on_when_a_person_lets_it()
    {
        var page = await OpenAsync(13);
        await page.KeepAsync("phone-conflict-light");
        await page.GetByRole(AriaRole.Button, new() { Name = "Let the phone go on" }).ClickAsync();
        await Expect(page.GetByText("The phone is newer than this server")).ToBeHiddenAsync();
        await Expect(page.GetByText("Version 4001 is on its way")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_the_phone_refused_is_shown()
    {
        await fleet.Phone(47).ComplainAsync("envelope/stale", "the envelope is older than the newest seen");
        var page = await OpenAsync(47);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("the envelope is older than the newest seen");
    }

    [Fact]
    public async Task Name_and_labels_are_edited_in_place()
    {
        var page = await OpenAsync(48);
        await page.GetByRole(AriaRole.Button, new() { Name = "Rename or label" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Labels").FillAsync("team");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(dialog).ToContainTextAsync("`team` is not `key=value`");
        await dialog.GetByLabel("Name").FillAsync("Loaner 48");
        await dialog.GetByLabel("Labels").FillAsync("team=loan");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Loaner 48", Level = 1 })).ToBeVisibleAsync();
        await Expect(page.GetByText("team=loan")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_unknown_phone_leads_back_to_the_list()
    {
        var page = await fleet.OpenAsync("/phones/0123456789abcdef0000");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "There is no such phone" })).ToBeVisibleAsync();
        await page.KeepAsync("phone-unknown-light");
        await page.ShouldBeAccessibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Look for it in the list" }).ClickAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(25);
    }

    private static string Day(DateTimeOffset? at) => at!.Value.UtcDateTime.ToString("d MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture);

    private static ILocator Panel(IPage page, string title) => page.GetByRole(AriaRole.Region, new() { Name = title, Exact = true });

    private Task<IPage> OpenAsync(int number, ColorScheme theme = ColorScheme.Light, int width = 1280, string person = SeededFleet.Owner) =>
        fleet.OpenAsync($"/phones/{fleet.Phone(number).Id}", theme, width, person);
}
