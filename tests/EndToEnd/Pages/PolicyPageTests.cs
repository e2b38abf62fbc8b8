using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using Twofold.EndToEnd.Tests.Seeding;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Pages;

/// <summary>Changing policies. Each test changes the set of a small fleet of its own.</summary>
public sealed class PolicyPageTests
{
    private const int Phones = 6;

    private const string Export = """
        { "@odata.type": "#microsoft.graph.androidWorkProfileCompliancePolicy", "displayName": "Everyone",
          "passwordMinimumLength": 6, "passwordMinutesOfInactivityBeforeLock": 5, "securityDisableUsbDebugging": true }
        """;

    [Fact]
    public async Task A_change_in_the_form_is_planned_pushed_and_watched()
    {
        await using var fleet = await SeededFleet.StartAsync(Phones, budget: 25);
        var page = await fleet.OpenAsync("/policies");
        await page.GetByRole(AriaRole.Link, new() { Name = "Edit", Exact = true }).ClickAsync();
        await page.GetByLabel("Network", new() { Exact = true }).SelectOptionAsync("restricted");
        await page.GetByRole(AriaRole.Link, new() { Name = "Text", Exact = true }).ClickAsync();
        await Expect(page.GetByLabel("Text of base.yaml")).ToHaveValueAsync(new Regex("network.mode: restricted"));

        await page.GetByRole(AriaRole.Button, new() { Name = "See what would change" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Definition).GetByText("internet")).ToBeVisibleAsync();
        await page.GetByText("Which phones").First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "phone-0001" })).ToBeVisibleAsync();
        await page.KeepAsync("policies-plan-light");
        await page.ShouldBeAccessibleAsync();

        await page.GetByLabel("Note").FillAsync("close the internet for everybody");
        await page.GetByRole(AriaRole.Button, new() { Name = "Push" }).ClickAsync();
        await Expect(page.GetByText("Revision 2 is in force")).ToBeVisibleAsync();
        await Expect(page.GetByText("close the internet for everybody")).ToBeVisibleAsync();
        await PhonesSettleAsync(fleet, page);
    }

    [Fact]
    public async Task A_setting_is_added_by_choice_filled_in_and_left_out_again()
    {
        await using var fleet = await SeededFleet.StartAsync(phones: 0, budget: 1);
        var page = await fleet.OpenAsync("/policies/edit?file=field.yaml");
        await page.GetByLabel("Add a setting").SelectOptionAsync("usb.classes");
        await page.GetByLabel("Kinds of USB devices", new() { Exact = true }).FillAsync("hid, audoi");
        await page.GetByLabel("Kinds of USB devices", new() { Exact = true }).BlurAsync();
        await Expect(page.GetByText("`audoi` is not a value of `usb.classes`")).ToBeVisibleAsync();
        await page.GetByLabel("Kinds of USB devices", new() { Exact = true }).FillAsync("hid,audio");
        await page.GetByLabel("Kinds of USB devices", new() { Exact = true }).BlurAsync();
        await page.KeepAsync("policies-form-added-light");
        await page.ShouldBeAccessibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Leave out Network" }).ClickAsync();
        await Expect(page.GetByLabel("Network", new() { Exact = true })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Text", Exact = true }).ClickAsync();
        await Expect(page.GetByLabel("Text of field.yaml")).ToHaveValueAsync(new Regex("usb.classes: 'audio, hid'"));
        Assert.DoesNotContain("network.mode", await page.GetByLabel("Text of field.yaml").InputValueAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_of_another_product_becomes_a_file_of_the_draft_and_every_key_is_told()
    {
        await using var fleet = await SeededFleet.StartAsync(phones: 0, budget: 1);
        var page = await fleet.OpenAsync("/policies/edit?file=field.yaml&view=text");
        await ImportAsync(page, "{ \"name\": 1, \"name\": 2 }");
        await Expect(page.GetByText("intune.json:1:14")).ToBeVisibleAsync();
        await Expect(page.GetByText("import/duplicate-key")).ToBeVisibleAsync();

        await ImportAsync(page, Export);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Mapped 3" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Unsupported 1" }).ClickAsync();
        var keys = page.GetByRole(AriaRole.List, new() { Name = "Keys" });
        await Expect(keys.GetByText("securityDisableUsbDebugging")).ToBeVisibleAsync();
        await Expect(keys.GetByText("passwordMinimumLength")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "All 5" }).ClickAsync();
        await Expect(page.GetByText("unlock.length = 6")).ToBeVisibleAsync();
        await page.KeepAsync("policies-import-light");
        await page.ShouldBeAccessibleAsync();

        await page.GetByRole(AriaRole.List, new() { Name = "Imports" }).GetByRole(AriaRole.Link, new() { Name = "intune.yaml" }).ClickAsync();
        await Expect(page.GetByLabel("Text of intune.yaml")).ToHaveValueAsync(new Regex("unlock.length: 6 # passwordMinimumLength"));
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "See what would change" })).ToBeEnabledAsync();
    }

    [Fact]
    public async Task A_problem_says_where_it_is_and_what_was_probably_meant()
    {
        await using var fleet = await SeededFleet.StartAsync(phones: 0, budget: 1);
        var page = await fleet.OpenAsync("/policies/edit?file=field.yaml&view=text");
        var text = page.GetByLabel("Text of field.yaml");
        await text.FillAsync((await text.InputValueAsync()).Replace("network.mode", "network.mod", StringComparison.Ordinal));
        await text.BlurAsync();
        await Expect(page.GetByText("Did you mean `network.mode`?")).ToBeVisibleAsync();
        await Expect(page.GetByText("policy/unknown-setting")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "See what would change" })).ToBeDisabledAsync();
        await page.KeepAsync("policies-problem-light");
        await page.ShouldBeAccessibleAsync();

        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^field.yaml:") }).ClickAsync();
        await Expect(text).ToBeFocusedAsync();
        Assert.StartsWith("network.mod:", await text.EvaluateAsync<string>("t => t.value.slice(t.selectionStart, t.selectionEnd)"));
    }

    [Fact]
    public async Task A_suggestion_is_taken_by_one_press_and_the_place_is_shown()
    {
        await using var fleet = await SeededFleet.StartAsync(phones: 0, budget: 1);
        var page = await fleet.OpenAsync("/policies/edit?file=field.yaml&view=text");
        var text = page.GetByLabel("Text of field.yaml");
        var right = await text.InputValueAsync();
        await text.FillAsync(right.Replace("network.mode", "network.mod", StringComparison.Ordinal));
        await Expect(page.Locator(".tw-editor__bad")).ToHaveTextAsync(new Regex("^✕ [0-9]+$"));
        await Expect(page.Locator(".tw-editor__mark")).ToHaveTextAsync("network.mod");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change to network.mode" }).PressAsync("Enter");
        await Expect(text).ToHaveValueAsync(right);
        await Expect(text).ToBeFocusedAsync();
        await Expect(page.Locator(".tw-editor__bad")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "See what would change" })).ToBeEnabledAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Keys_and_values_are_completed_at_the_caret_by_keyboard(ColorScheme theme)
    {
        await using var fleet = await SeededFleet.StartAsync(phones: 0, budget: 1);
        var page = await fleet.OpenAsync("/policies/edit?file=field.yaml&view=text", theme);
        var text = page.GetByLabel("Text of field.yaml");
        await text.FillAsync("apiVersion: twofold/v1\nkind: Policy\nmetadata:\n  name: field\nspec:\n  settings:\n    screen");
        await text.PressAsync("Control+Space");
        var offered = page.GetByRole(AriaRole.Listbox, new() { Name = "Completions" }).GetByRole(AriaRole.Option);
        await Expect(offered).ToHaveCountAsync(3);
        await text.PressAsync("ArrowDown");
        await Expect(offered.Nth(1)).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(text).ToHaveAttributeAsync("aria-activedescendant", (await offered.Nth(1).GetAttributeAsync("id"))!);
        await page.KeepAsync($"policies-completion-{theme}".ToLowerInvariant());
        await page.ShouldBeAccessibleAsync();

        await text.PressAsync("Enter");
        await Expect(text).ToHaveValueAsync(new Regex("    screen.capture: $"));
        await text.PressAsync("Control+Space");
        await Expect(offered).ToHaveTextAsync([new Regex("^blocked"), new Regex("^allowed")]);
        await text.PressAsync("b");
        await Expect(offered).ToHaveCountAsync(1);
        await text.PressAsync("Enter");
        await Expect(text).ToHaveValueAsync(new Regex("    screen.capture: blocked$"));
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "See what would change" })).ToBeEnabledAsync();
        await text.PressAsync("Control+Space");
        await text.PressAsync("Escape");
        await Expect(offered).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task A_draft_stands_beside_the_revision_in_force_by_what_it_says_and_by_its_lines(ColorScheme theme)
    {
        await using var fleet = await SeededFleet.StartAsync(phones: 0, budget: 1);
        var page = await fleet.OpenAsync("/policies/edit?file=field.yaml&view=text", theme);
        var text = page.GetByLabel("Text of field.yaml");
        await Expect(page.GetByText("Against the revision in force")).ToHaveCountAsync(0);
        var written = await text.InputValueAsync();
        await text.FillAsync(written.Replace("restricted", "none", StringComparison.Ordinal) + "    screen.capture: blocked\n");
        var said = page.GetByRole(AriaRole.List, new() { Name = "What is said differently" }).GetByRole(AriaRole.Listitem);
        await Expect(said).ToHaveTextAsync([new Regex("changed.*field.*Network.*restricted.*→.*none", RegexOptions.Singleline), new Regex("added.*nothing.*→.*blocked", RegexOptions.Singleline)]);
        var lines = page.GetByRole(AriaRole.Region, new() { Name = "Changes in field.yaml" }).Locator("tr");
        await Expect(lines.Filter(new() { HasText = "−" })).ToHaveTextAsync(new Regex("network.mode: restricted"));
        await Expect(lines.Filter(new() { HasText = "+" })).ToHaveTextAsync([new Regex("network.mode: none"), new Regex("screen.capture: blocked")]);
        await page.KeepAsync($"policies-diff-{theme}".ToLowerInvariant());
        await page.ShouldBeAccessibleAsync();
    }

    [Fact]
    public async Task An_upload_that_is_no_utf_8_is_refused_at_its_first_wrong_byte_and_the_rest_is_taken()
    {
        await using var fleet = await SeededFleet.StartAsync(phones: 0, budget: 1);
        var page = await fleet.OpenAsync("/policies/edit?file=field.yaml&view=text");
        await page.WaitForFunctionAsync("() => document.querySelector('input[accept=\".yaml,.yml\"]')?._blazorInputFileNextFileId !== undefined");
        await page.GetByLabel("Upload", new() { Exact = true }).SetInputFilesAsync(
        [
            new FilePayload { Name = "old.yaml", MimeType = "application/yaml", Buffer = Encoding.Latin1.GetBytes("a: 1\nb: \u00e9\n") },
            new FilePayload { Name = "new.yaml", MimeType = "application/yaml", Buffer = Encoding.UTF8.GetBytes("# \u00e9\n") },
        ]);
        await Expect(page.GetByText("old.yaml:2:4")).ToBeVisibleAsync();
        await Expect(page.GetByText("policy/not-utf-8")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "new.yaml" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "old.yaml" })).ToHaveCountAsync(0);
        await page.ShouldBeAccessibleAsync();
    }

    [Fact]
    public async Task A_shorter_lease_above_the_budget_is_held_until_a_second_person_approves()
    {
        await using var fleet = await SeededFleet.StartAsync(Phones, budget: 1);
        var owner = await fleet.OpenAsync("/policies/edit?file=base.yaml");
        await owner.GetByLabel("Add a setting").SelectOptionAsync("lease.offline-lock");
        await owner.GetByLabel("Lock when offline for", new() { Exact = true }).FillAsync("12");
        await owner.GetByLabel("Unit of Lock when offline for").SelectOptionAsync("h");
        await owner.GetByRole(AriaRole.Button, new() { Name = "See what would change" }).ClickAsync();
        await Expect(owner.GetByText("will be held for a second person")).ToBeVisibleAsync();
        await owner.KeepAsync("policies-held-plan-light");
        await owner.GetByLabel("Note").FillAsync("phones were stolen at the fair");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Push" }).ClickAsync();
        await Expect(owner.GetByText("A change is held for a second person")).ToBeVisibleAsync();

        await OwnOrderIsNotOffered(fleet);
        await ApproveAsync(fleet);
        await Expect(owner.GetByText("Revision 2 is in force")).ToBeVisibleAsync();
        await Expect(owner.GetByText(SeededFleet.Approver)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_held_change_can_be_rejected_with_a_reason_that_its_author_reads()
    {
        await using var fleet = await SeededFleet.StartAsync(Phones, budget: 0);
        var owner = await fleet.OpenAsync("/policies/edit?file=field.yaml&view=text");
        var text = owner.GetByLabel("Text of field.yaml");
        await text.FillAsync((await text.InputValueAsync()).Replace("21d", "4d", StringComparison.Ordinal));
        await owner.GetByRole(AriaRole.Button, new() { Name = "See what would change" }).ClickAsync();
        await owner.GetByRole(AriaRole.Button, new() { Name = "Push" }).ClickAsync();
        await Expect(owner.GetByText("A change is held for a second person")).ToBeVisibleAsync();

        var approver = await fleet.OpenAsync("/holds", person: SeededFleet.Approver);
        await approver.GetByRole(AriaRole.Button, new() { Name = "Reject…" }).ClickAsync();
        await approver.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Reject", Exact = true }).ClickAsync();
        await Expect(approver.GetByText("a reason is needed")).ToBeVisibleAsync();
        await approver.GetByLabel("Reason").FillAsync("not before the weekend");
        await approver.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Reject", Exact = true }).ClickAsync();
        await Expect(approver.GetByText("Nothing waits")).ToBeVisibleAsync();
        await Expect(owner.GetByText("Not before the weekend.")).ToBeVisibleAsync();
    }

    // Blazor's script hears of files only once it has seen the input.
    private static async Task ImportAsync(IPage page, string json)
    {
        await page.WaitForFunctionAsync("() => document.querySelector('input[accept=\".json\"]')?._blazorInputFileNextFileId !== undefined");
        await page.GetByLabel("Import", new() { Exact = true })
            .SetInputFilesAsync(new FilePayload { Name = "intune.json", MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(json) });
    }

    private static async Task PhonesSettleAsync(SeededFleet fleet, IPage page)
    {
        for (var n = 1; n <= Phones; n++)
        {
            var phone = fleet.Phone(n);
            await Until.TrueAsync(async () => (await phone.ViewAsync()).PolicyRevision == 2);
            await phone.ReportAsync();
        }

        await Expect(page.GetByRole(AriaRole.Progressbar, new() { Name = "Phones settled" })).ToHaveAttributeAsync("aria-valuetext", $"{Phones} of {Phones}");
    }

    private static async Task OwnOrderIsNotOffered(SeededFleet fleet)
    {
        var own = await fleet.OpenAsync("/holds");
        await Expect(own.GetByText("Yours: a second person approves it")).ToBeVisibleAsync();
        await Expect(own.GetByRole(AriaRole.Button, new() { Name = "Approve…" })).ToHaveCountAsync(0);
    }

    private static async Task ApproveAsync(SeededFleet fleet)
    {
        var waiting = await fleet.OpenAsync("/policies", ColorScheme.Dark, person: SeededFleet.Approver);
        await Expect(waiting.GetByText("What the waiting change would do")).ToBeVisibleAsync();
        await waiting.KeepAsync("policies-waiting-dark");
        await waiting.ShouldBeAccessibleAsync();
        foreach (var theme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            var page = await fleet.OpenAsync("/holds", theme, person: SeededFleet.Approver);
            await Expect(page.GetByText("phones were stolen at the fair")).ToBeVisibleAsync();
            await page.KeepAsync($"holds-waiting-{theme}".ToLowerInvariant());
            await page.ShouldBeAccessibleAsync();
            if (theme == ColorScheme.Dark) continue;
            await page.GetByRole(AriaRole.Button, new() { Name = "Approve…" }).ClickAsync();
            await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();
            await Expect(page.GetByText("Nothing waits")).ToBeVisibleAsync();
        }
    }
}
