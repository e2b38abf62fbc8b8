using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using Twofold.EndToEnd.Tests.Seeding;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Pages;

/// <summary>The pages beside the phones, as they stand over a seeded fleet.</summary>
[Collection(SeededPages.Name)]
public sealed class OfficePagesTests(SeededFleet fleet)
{
    /// <summary>Each page with what is there once it has read what it shows.</summary>
    public static TheoryData<string, string, string> Pages => new()
    {
        { "policies", "/policies", "Phones settled" },
        { "revisions", "/policies/revisions", "Revision 1" },
        { "revision-first", "/policies/revisions/1", "It was the first" },
        { "policies-form", "/policies/edit?file=field.yaml", "Phones that carry the labels" },
        { "policies-text", "/policies/edit?file=field.yaml&view=text", "Text of field.yaml" },
        { "settings-reference", "/settings-reference", "Strictest" },
        { "settings-found", "/settings-reference?find=wifi", "Over which Wi-Fi networks" },
        { "setting", "/settings-reference/network.egress", "Where the work VM may connect to" },
        { "holds", "/holds", "Nothing waits" },
        { "audit", "/audit", "signed in" },
        { "audit-refusals", "/audit?tab=refusals", "Refusals" },
        { "audit-proof", "/audit?tab=proof", "Erase a person" },
        { "enrolments", "/enrolments", "A phone joins" },
        { "operators", "/operators", "grace" },
        { "tokens", "/tokens", "For pipelines" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_accessible_in_light_and_dark_and_fits_a_narrow_screen(string name, string path, string shows)
    {
        foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            var page = await fleet.OpenAsync(path, theme);
            await Expect(page.GetByText(shows).First).ToBeVisibleAsync();
            await page.KeepAsync($"{name}-{theme}".ToLowerInvariant());
            await page.ShouldBeAccessibleAsync();
            await page.Context.CloseAsync();
        }

        var narrow = await fleet.OpenAsync(path, width: 360);
        await Expect(narrow.GetByText(shows).First).ToBeVisibleAsync();
        Assert.Equal(360, await narrow.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await narrow.Context.CloseAsync();
    }

    [Fact]
    public async Task The_navigation_offers_only_what_a_person_may_use_and_the_desk_refuses_the_rest()
    {
        var page = await fleet.OpenAsync("/operators", person: SeededFleet.Viewer);
        var nav = page.GetByRole(AriaRole.Navigation, new() { Name = "Main" });
        await Expect(nav.GetByRole(AriaRole.Link, new() { Name = "Policies" })).ToBeVisibleAsync();
        await Expect(nav.GetByRole(AriaRole.Link, new() { Name = "Operators" })).ToHaveCountAsync(0);
        await Expect(nav.GetByRole(AriaRole.Link, new() { Name = "Enrolments" })).ToHaveCountAsync(0);
        await Expect(page.GetByText("lacks the capability `operator.admin`")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Invite a person" })).ToHaveCountAsync(0);

        var audit = await fleet.OpenAsync("/audit?tab=refusals");
        await Expect(audit.GetByText("lacks the capability `operator.admin`").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_setting_has_an_address_of_its_own()
    {
        var page = await fleet.OpenAsync("/settings-reference#lease.offline-wipe");
        await Expect(page.Locator("[id='lease.offline-wipe']")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task A_setting_is_found_by_the_name_that_another_product_has_for_it_and_has_a_page_of_its_own()
    {
        var page = await fleet.OpenAsync("/settings-reference");
        await page.GetByLabel("Find a setting").FillAsync("cameraBlocked");
        await page.GetByLabel("Find a setting").PressAsync("Enter");
        await Expect(page.Locator(".tw-anchor")).ToHaveCountAsync(1);
        Assert.EndsWith("?find=cameraBlocked", page.Url, StringComparison.Ordinal);
        await page.Locator(".tw-anchor").GetByRole(AriaRole.Link, new() { Name = "camera.access" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Camera", Level = 1 })).ToBeVisibleAsync();
        await Expect(page.GetByText("camera.access: blocked")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "microphone.access" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Microphone", Level = 1 })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_key_that_the_catalogue_does_not_have_is_said_so()
    {
        var page = await fleet.OpenAsync("/settings-reference/moon.phase");
        await Expect(page.GetByText("The catalogue has no setting of that key")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Whoever_signs_out_is_asked_to_sign_in_again()
    {
        var page = await fleet.OpenAsync("/policies", person: SeededFleet.Helpdesk);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }
}
