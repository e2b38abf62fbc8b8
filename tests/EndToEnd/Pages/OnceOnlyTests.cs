using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using Twofold.EndToEnd.Tests.Seeding;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Pages;

/// <summary>Codes, links and tokens are shown once and kept nowhere.</summary>
[Collection(SeededPages.Name)]
public sealed class OnceOnlyTests(SeededFleet fleet)
{
    [Fact]
    public async Task An_enrolment_code_is_shown_once()
    {
        var page = await fleet.OpenAsync("/enrolments");
        await page.GetByRole(AriaRole.Button, new() { Name = "Enrol a phone" }).ClickAsync();
        await page.GetByLabel("Name of the phone").FillAsync("phone-of-iris");
        await page.GetByLabel("Owner", new() { Exact = true }).FillAsync("Iris Novak");
        await page.GetByLabel("Labels").FillAsync("team=field");
        await page.GetByRole(AriaRole.Button, new() { Name = "Issue the code" }).ClickAsync();

        var code = await page.GetByLabel("The code as text").InputValueAsync();
        Assert.StartsWith("twofold:1:", code);
        Assert.Contains(code, await page.GetByLabel("For a virtual phone").InputValueAsync());
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "Enrolment code for phone-of-iris" })).ToBeVisibleAsync();
        await page.KeepAsync("enrolment-code-light");
        await page.ShouldBeAccessibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "phone-of-iris" })).ToContainTextAsync("waits for its phone");
        await page.GotoLiveAsync("/enrolments");
        Assert.DoesNotContain(code, await page.ContentAsync());
        await RevokeAsync(page);
    }

    [Fact]
    public async Task A_code_without_a_name_is_refused_in_words_and_with_its_reason()
    {
        var page = await fleet.OpenAsync("/enrolments");
        await page.GetByRole(AriaRole.Button, new() { Name = "Enrol a phone" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Issue the code" }).ClickAsync();
        await Expect(page.GetByText("No code was issued", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByText("enrolment/description")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_invitation_makes_one_account()
    {
        var page = await fleet.OpenAsync("/operators");
        await page.GetByRole(AriaRole.Button, new() { Name = "Invite a person" }).ClickAsync();
        await page.GetByLabel("User name").FillAsync("katherine");
        await page.GetByLabel("Role", new() { Exact = true }).SelectOptionAsync("Helpdesk");
        await Expect(page.GetByText("order the wipe of a work VM").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        var link = await page.GetByLabel("One-time link").InputValueAsync();
        await page.KeepAsync("invitation-light");
        await page.ShouldBeAccessibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();

        await AcceptAsync(page.Context.Browser!, link);
        var again = await page.Context.Browser!.NewPageAsync();
        await again.GotoAsync(link);
        await Expect(again.GetByText("used already")).ToBeVisibleAsync();

        await page.GotoLiveAsync("/operators");
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "katherine" });
        await Expect(row).ToContainTextAsync("active");
        await row.GetByRole(AriaRole.Button, new() { Name = "Disable…" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Disable", Exact = true }).ClickAsync();
        await Expect(row).ToContainTextAsync("disabled");
    }

    [Fact]
    public async Task A_token_is_shown_once_and_can_be_revoked()
    {
        var page = await fleet.OpenAsync("/tokens");
        await page.GetByRole(AriaRole.Button, new() { Name = "Issue a token" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = false }).First.FillAsync("release-pipeline");
        await page.GetByLabel("change the policy set").CheckAsync();
        await page.KeepAsync("token-dialog-light");
        await page.ShouldBeAccessibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Issue the token" }).ClickAsync();
        var token = await page.GetByLabel("The token").InputValueAsync();
        Assert.Matches("^tf_[0-9a-f]{16}_[0-9a-f]{64}$", token);

        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await page.GotoLiveAsync("/tokens");
        Assert.DoesNotContain(token, await page.ContentAsync());
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "release-pipeline" });
        await Expect(row).ToContainTextAsync("policy.write");
        await row.GetByRole(AriaRole.Button, new() { Name = "Revoke…" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Revoke", Exact = true }).ClickAsync();
        await Expect(row).ToContainTextAsync("revoked");
    }

    private static async Task RevokeAsync(IPage page)
    {
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "phone-of-iris" });
        await row.GetByRole(AriaRole.Button, new() { Name = "Revoke…" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Revoke", Exact = true }).ClickAsync();
        await Expect(row).ToContainTextAsync("revoked");
    }

    private static async Task AcceptAsync(IBrowser browser, string link)
    {
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link);
        await page.GetByLabel("Password", new() { Exact = false }).First.FillAsync("seven calm rivers meet");
        await page.GetByLabel("The same password again").FillAsync("seven calm rivers meet");
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept the invitation" }).ClickAsync();
        await Expect(page.Locator("[data-live=true]")).ToBeVisibleAsync();
    }
}
