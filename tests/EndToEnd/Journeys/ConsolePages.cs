using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Journeys;

/// <summary>What people do on the pages, in their words.</summary>
internal static class ConsolePages
{
    private const string Password = "four words no meaning";

    /// <summary>Follows a one-time link and chooses a password.</summary>
    public static async Task FollowLinkAsync(this IPage page, string link, string? userName)
    {
        await page.GotoAsync(link);
        if (userName is not null) await page.Box("User name").FillAsync(userName);
        await page.GetByLabel("Password", new() { Exact = false }).First.FillAsync(Password);
        await page.GetByLabel("The same password again").FillAsync(Password);
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.Locator("[data-live=true]")).ToBeVisibleAsync();
    }

    /// <summary>Opens a phone from the list.</summary>
    public static async Task OpenPhoneAsync(this IPage page, string name)
    {
        await page.GotoLiveAsync($"/phones?q={name}");
        await page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = name })).ToBeVisibleAsync();
    }

    /// <summary>The panel of the organisation's VM, or of the user's own.</summary>
    public static ILocator Panel(this IPage page, string accent) => page.Locator($".tw-card--{accent}").First;

    /// <summary>Presses a lifecycle button of the work VM and waits for the state that is read back.</summary>
    public static async Task DriveAsync(this IPage page, string button, string state)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        await page.WorkIsAsync(state);
    }

    /// <summary>Waits until the phone reads this state back.</summary>
    public static Task WorkIsAsync(this IPage page, string state) =>
        Expect(page.Panel("work").Locator(".tw-card__actions")).ToContainTextAsync(state, new() { IgnoreCase = true, Timeout = 120_000 });

    /// <summary>The row of a setting as the phone reads it back.</summary>
    public static ILocator Setting(this IPage page, string title) => page.GetByRole(AriaRole.Row).Filter(new() { HasTextRegex = new Regex($@"^\s*{Regex.Escape(title)}\b") });

    /// <summary>Writes the first policy as text, looks at the plan, and pushes it.</summary>
    public static async Task PushPolicyAsync(this IPage page, string text)
    {
        await page.GotoLiveAsync("/policies");
        await page.GetByRole(AriaRole.Link, new() { Name = "Start with an example" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Text", Exact = true }).ClickAsync();
        await page.GetByLabel("Text of", new() { Exact = false }).FillAsync(text);
        await page.GetByRole(AriaRole.Button, new() { Name = "See what would change" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Push" }).ClickAsync();
        await Expect(page.GetByText("is in force")).ToBeVisibleAsync();
    }

    /// <summary>Issues a service token with every right that a token can have, and reads it while it is shown.</summary>
    public static async Task<string> IssueTokenAsync(this IPage page, string name)
    {
        await page.GotoLiveAsync("/tokens");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("Issue (a|the first) token") }).First.ClickAsync();
        await page.Box("Name").FillAsync(name);
        foreach (var right in await page.GetByRole(AriaRole.Switch).AllAsync()) await right.CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Issue the token" }).ClickAsync();
        return await page.GetByLabel("The token").InputValueAsync();
    }

    /// <summary>Invites a person and reads the one-time link while it is shown.</summary>
    public static async Task<string> InviteAsync(this IPage page, string userName, string role)
    {
        await page.GotoLiveAsync("/operators");
        await page.GetByRole(AriaRole.Button, new() { Name = "Invite a person" }).ClickAsync();
        await page.Box("User name").FillAsync(userName);
        await page.GetByRole(AriaRole.Combobox, new() { NameRegex = new("^Role") }).SelectOptionAsync(new SelectOptionValue { Label = role });
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        return await page.GetByLabel("One-time link").InputValueAsync();
    }

    /// <summary>Orders the wipe of the work VM.</summary>
    public static async Task WipeAsync(this IPage page, string phone, string reason)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Wipe…" }).ClickAsync();
        await page.Box("Reason").FillAsync(reason);
        await page.Box("Type the name of the phone").FillAsync(phone);
        await page.GetByRole(AriaRole.Button, new() { Name = "Wipe the work VM" }).ClickAsync();
    }

    private static ILocator Box(this IPage page, string label) => page.GetByRole(AriaRole.Textbox, new() { NameRegex = new($"^{label}") });
}
