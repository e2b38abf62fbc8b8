using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using Twofold.EndToEnd.Tests.Seeding;
using Twofold.Fleet.Vms;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Pages;

/// <summary>Deciding on what waits. Each test has a small fleet of its own.</summary>
public sealed class HoldPageTests
{
    [Fact]
    public async Task Orders_for_one_reason_are_looked_through_and_released_together()
    {
        await using var fleet = await SeededFleet.StartAsync(phones: 3, budget: 0);
        for (var n = 1; n <= 3; n++) await fleet.OrderWipeAsync(n, "stolen at the fair");
        foreach (var theme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            var page = await fleet.OpenAsync("/holds", theme, person: SeededFleet.Approver);
            await Expect(page.GetByText("and 2 more orders").First).ToBeVisibleAsync();
            await page.KeepAsync($"holds-wipes-{theme}".ToLowerInvariant());
            await page.ShouldBeAccessibleAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "Wipe of work VMs" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = "phone-0003/work" })).ToBeVisibleAsync();
            await page.KeepAsync($"hold-orders-{theme}".ToLowerInvariant());
            await page.ShouldBeAccessibleAsync();
            if (theme == ColorScheme.Light) await ApproveAsync(page);
        }

        for (var n = 1; n <= 3; n++) await fleet.Phone(n).WipeAtAsync(WipeStep.Released);
    }

    [Fact]
    public async Task A_loosening_needs_a_second_person_and_then_counts_down_until_someone_cancels_it()
    {
        await using var fleet = await SeededFleet.StartAsync(phones: 1, budget: 1, wait: TimeSpan.FromHours(24));
        var owner = await fleet.OpenAsync("/holds");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Change…" }).ClickAsync();
        await owner.GetByLabel("Everybody, work VMs an hour").FillAsync("1000");
        await owner.GetByLabel("Reason").FillAsync("it is in the way");
        await owner.KeepAsync("budgets-change-light");
        await owner.ShouldBeAccessibleAsync();
        await owner.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true }).ClickAsync();
        await Expect(owner.GetByText("Yours: a second person approves it")).ToBeVisibleAsync();

        var approver = await fleet.OpenAsync("/holds", ColorScheme.Dark, person: SeededFleet.Approver);
        await ApproveAsync(approver);
        await Expect(approver.GetByText($"agreed by {SeededFleet.Approver}")).ToBeVisibleAsync();
        await Expect(approver.GetByText("in 23 h").First).ToBeVisibleAsync();
        await approver.KeepAsync("holds-countdown-dark");
        await approver.ShouldBeAccessibleAsync();
        await approver.GetByRole(AriaRole.Button, new() { Name = "Cancel it…" }).ClickAsync();
        await approver.GetByLabel("Reason").FillAsync("we did not talk about this");
        await approver.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Reject", Exact = true }).ClickAsync();
        await Expect(owner.GetByText("Nothing waits")).ToBeVisibleAsync();
    }

    private static async Task ApproveAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve…" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
    }
}
