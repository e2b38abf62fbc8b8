using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using Twofold.EndToEnd.Tests.Seeding;
using Twofold.Fleet;
using Twofold.Fleet.PolicySets;
using Twofold.Web.Desk;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Pages;

/// <summary>The policy sets that came into force.</summary>
public sealed class RevisionPageTests
{
    [Fact]
    public async Task A_revision_has_a_page_with_its_documents_as_they_stood_and_what_it_changed()
    {
        await using var fleet = await SeededFleet.StartAsync(phones: 0, budget: 25);
        await PushAsync(fleet);
        foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            var page = await fleet.OpenAsync("/policies", theme);
            await page.GetByRole(AriaRole.Link, new() { Name = "Revisions", Exact = true }).ClickAsync();
            await Expect(page.GetByText("close the internet in the field")).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "Revision 2", Exact = true }).ClickAsync();
            await Expect(page.GetByText("The revision in force")).ToBeVisibleAsync();
            var said = page.GetByRole(AriaRole.List, new() { Name = "What is said differently" }).GetByRole(AriaRole.Listitem);
            await Expect(said).ToHaveTextAsync([new Regex("changed.*field.*Network.*restricted.*→.*none", RegexOptions.Singleline)]);
            await page.GetByText("Documents as they stood").ScrollIntoViewIfNeededAsync();
            await page.KeepAsync($"revision-{theme}".ToLowerInvariant());
            await page.ShouldBeAccessibleAsync();

            await page.GetByRole(AriaRole.Link, new() { Name = "The one before" }).ClickAsync();
            await Expect(page.GetByText("It was the first")).ToBeVisibleAsync();
            await page.Locator("summary", new() { HasText = "field.yaml" }).Last.ClickAsync();
            await Expect(page.GetByRole(AriaRole.Region, new() { Name = "field.yaml", Exact = true })).ToContainTextAsync("network.mode: restricted");
            await page.GetByRole(AriaRole.Link, new() { Name = "The one after" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Revision 2", Level = 1 })).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "Its place in the audit log" }).ClickAsync();
            await Expect(page.GetByText("has revision 2 in force").First).ToBeVisibleAsync();
            await page.Context.CloseAsync();
        }

        var narrow = await fleet.OpenAsync("/policies/revisions/2", width: 360);
        await Expect(narrow.GetByRole(AriaRole.Region, new() { Name = "Changes in field.yaml" })).ToBeVisibleAsync();
        Assert.Equal(360, await narrow.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task A_revision_that_never_was_is_said_so()
    {
        await using var fleet = await SeededFleet.StartAsync(phones: 0, budget: 25);
        var page = await fleet.OpenAsync("/policies/revisions/7");
        await Expect(page.GetByText("there is no revision `7`", new() { Exact = false })).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync();
    }

    private static async Task PushAsync(SeededFleet fleet)
    {
        var files = SeededPolicy.Files.Replace(
            SeededPolicy.Files[1], SeededPolicy.Files[1] with { Text = SeededPolicy.Files[1].Text.Replace("mode: restricted", "mode: none", StringComparison.Ordinal) });
        var actor = new Actor(ActorKind.Person, SeededFleet.Owner, (await fleet.Fleet.ViewAsync(Refs.Operator(SeededFleet.Owner))).View.Capabilities);
        var reply = await fleet.Fleet.AskAsync(
            Refs.PolicySet, new PolicySetCommand.Propose("second", files, Explained(files), 1, 0, "close the internet in the field"), actor);
        Assert.True(reply.Ok, reply.Explanation);
    }

    private static string Explained(IEnumerable<PolicyFile> files) =>
        Policies.PolicySet.Read([.. files.Select(f => new Policies.SourceFile(f.Name, f.Text))]).Set!.Digest;
}
