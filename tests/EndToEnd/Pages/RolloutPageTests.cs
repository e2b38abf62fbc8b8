using System.Collections.Immutable;
using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using Twofold.EndToEnd.Tests.Seeding;
using Twofold.Fleet;
using Twofold.Fleet.Rollouts;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Pages;

/// <summary>A change that goes out by waves, from the push to the roll back. Each test has a small fleet of its own.</summary>
public sealed class RolloutPageTests
{
    [Fact]
    public async Task A_change_is_pushed_by_waves_paused_and_rolled_back()
    {
        await using var fleet = await SeededFleet.StartAsync(phones: 6, budget: 25);
        var page = await fleet.OpenAsync("/policies/edit?file=base.yaml");
        await page.GetByLabel("Network", new() { Exact = true }).SelectOptionAsync("restricted");
        await page.GetByRole(AriaRole.Button, new() { Name = "See what would change" }).ClickAsync();
        await page.GetByLabel("It goes out").SelectOptionAsync("by waves");
        await page.GetByRole(AriaRole.Textbox, new() { NameRegex = new("^Waves") }).FillAsync("2, 50%");
        await page.GetByLabel("Note").FillAsync("close the internet, carefully");
        await page.KeepAsync("rollout-plan-light");
        await page.ShouldBeAccessibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Push" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Rollout of revision 2" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(page.GetByText("paused").First).ToBeVisibleAsync();
        await page.KeepAsync("rollout-light");
        await page.ShouldBeAccessibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Roll back…" }).ClickAsync();
        await page.GetByLabel("Reason").FillAsync("the field teams need it");
        await page.GetByRole(AriaRole.Button, new() { Name = "Roll back", Exact = true }).ClickAsync();
        await Expect(page.GetByText("The policies before are in force again, as revision 3.")).ToBeVisibleAsync();
        await page.GotoAsync("/rollouts");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Revision 2" })).ToBeVisibleAsync();
        await page.KeepAsync("rollouts-light");
        await page.ShouldBeAccessibleAsync();
    }

    [Fact]
    public async Task A_halted_rollout_says_why_and_what_to_do_next()
    {
        await using var fleet = await SeededFleet.StartAsync(phones: 0, budget: 25);
        await HaltAsync(fleet);
        var page = await fleet.OpenAsync("/rollouts/halted", ColorScheme.Dark);
        await Expect(page.GetByText("Halted: no further phone is told")).ToBeVisibleAsync();
        await Expect(page.GetByText("12 of 100 phones of wave 1 do not comply")).ToBeVisibleAsync();
        await page.KeepAsync("rollout-halted-dark");
        await page.ShouldBeAccessibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume…" }).ClickAsync();
        await Expect(page.GetByText("What has gone wrong so far is accepted")).ToBeVisibleAsync();
    }

    private static async Task HaltAsync(SeededFleet fleet)
    {
        var rollout = Rollouts.Id("halted");
        var plan = new RolloutPlan(
            [new("1%", Places.Count / 100), new("everyone", Places.Count)], AtOnce: 100, MinObeying: 90, MaxFailing: 5, MaxSilent: 10, MaxDrop: 5,
            TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromDays(1), RollsBack: false);
        await AskAsync(fleet, rollout, new RolloutCommand.Begin(plan, 9, "ada", "close the internet"));
        var view = (await fleet.Fleet.ViewAsync(rollout)).View;
        ImmutableArray<WaveCounts> counts = [new(120, 100, 80, 12, 3, 5)];
        await AskAsync(fleet, rollout, new RolloutCommand.Measured(view.Serial, DateTimeOffset.UtcNow, counts, 0, [], 0));
    }

    private static async Task AskAsync(SeededFleet fleet, GrainRef<RolloutCommand, RolloutView> rollout, RolloutCommand command)
    {
        var reply = await fleet.Fleet.AskAsync(rollout, command, Actor.System);
        Assert.True(reply.Ok, reply.Explanation);
    }
}
