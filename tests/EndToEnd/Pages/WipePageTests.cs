using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using Twofold.EndToEnd.Tests.Seeding;
using Twofold.Fleet.Vms;
using Twofold.Protocol;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Pages;

[Collection(SeededPages.Name)]
public sealed class WipePageTests(SeededFleet fleet)
{
    [Fact]
    public async Task A_wipe_climbs_its_ladder_as_the_phone_reports_and_ends_with_a_receipt_and_a_new_VM()
    {
        var phone = fleet.Phone(50);
        var page = await OpenAsync(fleet, phone);
        await OrderAsync(page, phone, "lost on a train");
        var order = await phone.WipeAtAsync(WipeStep.Released);
        await StandsAsync(page, "released", "delivered");

        await phone.ReceiveAsync();
        await StandsAsync(page, "delivered", "acknowledged");
        await phone.AnswerAsync(order);
        await StandsAsync(page, "acknowledged", "proved");
        await page.KeepAsync("wipe-acknowledged-light");
        await phone.ProveAsync(order);
        await Expect(page.GetByText("Proved: the phone signed what it saw.")).ToBeVisibleAsync();
        await phone.ReportAsync();
        await page.KeepAsync("wipe-proved-light");

        await page.GetByRole(AriaRole.Button, new() { Name = "Receipt" }).ClickAsync();
        var receipt = page.GetByRole(AriaRole.Dialog, new() { Name = "Receipt of the wipe" });
        await Expect(receipt.GetByText("seen", new() { Exact = true })).ToHaveCountAsync(4);
        var download = await page.RunAndWaitForDownloadAsync(() => receipt.GetByRole(AriaRole.Link, new() { Name = "Download" }).ClickAsync());
        Assert.Equal($"{order}.jws", download.SuggestedFilename);
        Assert.Equal((await phone.WorkAsync()).Wipe!.ReceiptJws, await File.ReadAllTextAsync(await download.PathAsync()));
        await page.KeepAsync("wipe-receipt-light");
        await page.ShouldBeAccessibleAsync();
        await page.Keyboard.PressAsync("Escape");

        await page.GetByRole(AriaRole.Button, new() { Name = "Provision a new work VM" }).ClickAsync();
        await Expect(page.GetByText("VM number 2 of this slot")).ToBeVisibleAsync();
        Assert.Equal(2, (await phone.WorkAsync()).Epoch);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_dialog_says_what_a_wipe_does_and_takes_nothing_less_than_a_reason_and_the_name(ColorScheme theme)
    {
        var phone = fleet.Phone(51);
        var page = await OpenAsync(fleet, phone, theme);
        await page.GetByRole(AriaRole.Button, new() { Name = "Wipe…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("The personal VM is not touched");
        await page.KeepAsync($"wipe-dialog-{theme}".ToLowerInvariant());
        await dialog.GetByLabel("Reason").FillAsync("no");
        await dialog.GetByLabel("Type the name").FillAsync("another phone");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Wipe the work VM" }).ClickAsync();
        await Expect(dialog).ToContainTextAsync("a reason has 3 to 500 characters");
        await Expect(dialog).ToContainTextAsync($"this is not the name `{phone.Name}`");
        await page.ShouldBeAccessibleAsync();
        Assert.Null((await phone.WorkAsync()).Wipe);
    }

    [Fact]
    public async Task A_wipe_is_taken_back_before_it_is_delivered()
    {
        var phone = fleet.Phone(52);
        var page = await OpenAsync(fleet, phone);
        await OrderAsync(page, phone, "a mistake");
        await phone.WipeAtAsync(WipeStep.Released);
        await page.GetByRole(AriaRole.Button, new() { Name = "Take the order back" }).ClickAsync();
        await Expect(page.GetByText("Taken back before it was delivered. Nothing was erased.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Take the order back" })).ToHaveCountAsync(0);
        await page.KeepAsync("wipe-cancelled-light");
    }

    [Fact]
    public async Task A_wipe_that_the_phone_refuses_says_why()
    {
        var phone = fleet.Phone(53);
        var page = await OpenAsync(fleet, phone);
        await OrderAsync(page, phone, "left the company");
        var order = await phone.WipeAtAsync(WipeStep.Released);
        await phone.ReceiveAsync();
        await phone.AnswerAsync(order, "wipe/no-such-vm");
        await Expect(page.GetByText("The phone refused the order (wipe/no-such-vm).")).ToBeVisibleAsync();
        await page.KeepAsync("wipe-refused-light");
        await page.ShouldBeAccessibleAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task A_wipe_above_the_budget_waits_for_a_second_person(ColorScheme theme)
    {
        await using var small = await SeededFleet.StartAsync(phones: 1, budget: 0);
        var phone = small.Phone(1);
        var page = await OpenAsync(small, phone, theme);
        await OrderAsync(page, phone, "lost in a taxi");
        await phone.WipeAtAsync(WipeStep.Held);
        await StandsAsync(page, "requested", "held");
        await Expect(page.GetByText("waits for a second person").First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "See what waits" })).ToHaveAttributeAsync("href", "holds");
        await page.KeepAsync($"wipe-held-{theme}".ToLowerInvariant());
        await page.ShouldBeAccessibleAsync();
    }

    private static Task<IPage> OpenAsync(SeededFleet fleet, SeededPhone phone, ColorScheme theme = ColorScheme.Light) =>
        fleet.OpenAsync($"/phones/{phone.Id}", theme);

    private static async Task OrderAsync(IPage page, SeededPhone phone, string reason)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Wipe…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Reason").FillAsync(reason);
        await dialog.GetByLabel("Type the name").FillAsync(phone.Name);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Wipe the work VM" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
    }

    // The step is a fact, and the next one is awaited.
    private static async Task StandsAsync(IPage page, string done, string awaited)
    {
        await Expect(page.Locator(".tw-ladder__step.is-done").Filter(new() { HasText = done })).ToBeVisibleAsync();
        await Expect(page.Locator("[aria-current=step]")).ToContainTextAsync(awaited);
    }
}
