using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using Twofold.EndToEnd.Tests.Seeding;
using Twofold.Fleet.Vms;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Pages;

/// <summary>Locks, lost phones and removed ones, as somebody at the helpdesk sees them.</summary>
[Collection(SeededPages.Name)]
public sealed class ExposurePageTests(SeededFleet fleet)
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Phones_out_of_contact_are_listed_with_how_long_their_data_can_be_read(ColorScheme theme)
    {
        var page = await fleet.OpenAsync("/exposure", theme);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "phone-0007" })).ToBeVisibleAsync();
        await Expect(page.GetByText("readable until").First).ToBeVisibleAsync();
        await page.KeepAsync($"exposure-{theme}".ToLowerInvariant());
        await page.ShouldBeAccessibleAsync();
    }

    [Fact]
    public async Task The_filter_is_in_the_address_and_a_phone_in_contact_is_not_listed()
    {
        var page = await fleet.OpenAsync("/exposure?q=phone-0007");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await page.GetByLabel("Its data").SelectOptionAsync("unbounded");
        await Expect(page).ToHaveURLAsync(new Regex("data=unbounded"));
        await Expect(page.GetByText("Nothing is like that")).ToBeVisibleAsync();
        await page.GotoLiveAsync("/exposure?q=phone-0041");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_page_of_a_silent_phone_says_until_when_in_words_and_as_a_bar(ColorScheme theme)
    {
        var page = await fleet.OpenAsync($"/phones/{fleet.Phone(14).Id}", theme);
        await Expect(page.GetByText("it destroys the key of the work data by then")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Progressbar, new() { Name = "Time that is used up" })).ToBeVisibleAsync();
        await page.KeepAsync($"phone-silent-{theme}".ToLowerInvariant());
        await page.ShouldBeAccessibleAsync();
    }

    [Fact]
    public async Task A_lock_climbs_its_ladder_until_the_phone_reads_it_back_and_is_taken_back()
    {
        var phone = fleet.Phone(56);
        var page = await fleet.OpenAsync($"/phones/{phone.Id}", person: SeededFleet.Helpdesk);
        await page.GetByRole(AriaRole.Button, new() { Name = "Lock…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("Nothing is erased");
        await page.KeepAsync("lock-dialog-light");
        await page.ShouldBeAccessibleAsync();
        await dialog.GetByLabel("Reason").FillAsync("left in a taxi");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Lock the work VM" }).ClickAsync();
        await Until.TrueAsync(async () => (await phone.WorkAsync()).Lock?.Step == LockStep.Released);
        await phone.ReceiveAsync();
        await phone.AnswerAsync((await phone.WorkAsync()).Lock!.OrderId);
        await phone.ReportLockedAsync();
        await Expect(page.GetByText("Locked: the phone read back that the VM is closed.")).ToBeVisibleAsync();
        await page.KeepAsync("lock-locked-light");
        await page.ShouldBeAccessibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Unlock" }).ClickAsync();
        await Expect(page.GetByText("Taken back. The phone has not stored that yet.")).ToBeVisibleAsync();
        await phone.ReceiveAsync();
        await Until.TrueAsync(async () => (await phone.WorkAsync()).Lock?.Step == LockStep.Lifted);
    }

    [Fact]
    public async Task A_removed_phone_keeps_a_page_that_says_what_still_stands()
    {
        var phone = fleet.Phone(57);
        var page = await fleet.OpenAsync($"/phones/{phone.Id}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("What stands against the phone itself stays");
        await page.KeepAsync("remove-dialog-light");
        await dialog.GetByLabel("Reason").FillAsync("left the company");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Remove the phone" }).ClickAsync();
        await Expect(page.GetByText("The phone was removed", new() { Exact = true })).ToBeVisibleAsync();
        await phone.DisconnectAsync();
        await Expect(page.GetByText("it destroys the key of the work data by then")).ToBeVisibleAsync();
        await page.KeepAsync("phone-removed-light");
        await page.ShouldBeAccessibleAsync();
    }
}
