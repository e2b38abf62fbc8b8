using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using Twofold.EndToEnd.Tests.Seeding;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Pages;

/// <summary>Changing what somebody may do. The test has a small fleet of its own.</summary>
public sealed class OperatorPageTests
{
    [Fact]
    public async Task Whom_someone_may_act_on_changes_at_once_and_who_decides_only_by_a_second_person()
    {
        await using var fleet = await SeededFleet.StartAsync(phones: 1, budget: 1, wait: TimeSpan.FromHours(24));
        var page = await fleet.OpenAsync("/operators");
        await AskAsync(page, SeededFleet.Helpdesk, "no label at all");
        await Expect(page.GetByText("Nothing was changed")).ToBeVisibleAsync();
        await page.KeepAsync("operators-change-light");
        await page.ShouldBeAccessibleAsync();
        await page.GetByLabel("Only phones with").FillAsync("site=bern");
        await ChangeAsync(page);
        await Expect(Row(page, SeededFleet.Helpdesk).GetByText("site=bern")).ToBeVisibleAsync();

        await AskAsync(page, SeededFleet.Approver, "site=bern");
        await ChangeAsync(page);
        await Expect(Row(page, SeededFleet.Approver).GetByText("waits")).ToBeVisibleAsync();
    }

    private static async Task AskAsync(IPage page, string name, string scope)
    {
        await Row(page, name).GetByRole(AriaRole.Button, new() { Name = "Change…" }).ClickAsync();
        await Expect(page.GetByText($"What may {name} do?")).ToBeVisibleAsync();
        await page.GetByLabel("Only phones with").FillAsync(scope);
        if (!scope.Contains('=', StringComparison.Ordinal)) await PressAsync(page);
    }

    private static async Task ChangeAsync(IPage page)
    {
        await PressAsync(page);
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    private static Task PressAsync(IPage page) => page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true }).ClickAsync();

    private static ILocator Row(IPage page, string name) => page.GetByRole(AriaRole.Row).Filter(new() { HasText = name });
}
