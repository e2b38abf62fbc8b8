using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Twofold.Fleet;
using Twofold.Fleet.Operators;
using Twofold.Fleet.Phones;
using Twofold.Fleet.PolicySets;
using Twofold.Protocol;
using Twofold.Web.Desk;
using Twofold.Web.Tests.Running;

namespace Twofold.Web.Tests;

/// <summary>Locks, removals, revocations and exposure as pipelines see them.</summary>
public sealed class LadderApiTests(SharedConsole shared) : IClassFixture<SharedConsole>
{
    private RunningConsole Console => shared.Console;

    [Fact]
    public async Task A_lock_is_ordered_once_shown_and_taken_back()
    {
        using var api = await Console.ApiAsync(SharedConsole.Everything);
        var phone = await Console.EnrolAsync("locked");
        var order = await PostAsync(api, WorkVm.Path(phone, "locks"), "night-shift");
        Assert.Equal((string?)order["orderId"], (string?)(await PostAsync(api, WorkVm.Path(phone, "locks"), "night-shift"))["orderId"]);
        var path = WorkVm.Path(phone, $"locks/{order["orderId"]}");
        Assert.Equal("released", (string?)(await JsonAsync(await api.GetAsync(path)))["step"]);
        Assert.Equal("vm/lock-in-progress", (string?)(await PostAsync(api, WorkVm.Path(phone, "locks"), "another"))["code"]);
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync(path)).StatusCode);
        await Eventually.TrueAsync(async () => (string?)(await JsonAsync(await api.GetAsync(path)))["step"] == "cancelled");
    }

    [Fact]
    public async Task A_removed_phone_leaves_the_list_and_keeps_its_orders_and_its_exposure()
    {
        using var api = await Console.ApiAsync(SharedConsole.Everything);
        var phone = await Console.EnrolAsync("removed one");
        await SayAsync(phone, new PhoneCommand.Connected("s1", "agent", "fake", 1, [], 0));
        await SayAsync(phone, new PhoneCommand.Disconnected("s1"));
        var removal = await PostAsync(api, $"phones/{phone}/removals", "left the company");
        Assert.Equal("done", (string?)removal["step"]);
        Assert.Equal(0, (int)(await JsonAsync(await api.GetAsync("phones?search=removed one")))["total"]!);
        Assert.Equal("released", (string?)(await PostAsync(api, WorkVm.Path(phone, "wipes"), "lost"))["step"]);

        var exposed = Assert.Single((await JsonAsync(await api.GetAsync("exposures?search=removed one")))["items"]!.AsArray())!;
        Assert.Equal(("removed", "until", phone), ((string?)exposed["standing"], (string?)exposed["exposure"], (string?)exposed["phone"]));
        var shown = await JsonAsync(await api.GetAsync($"phones/{phone}"));
        Assert.Equal(("removed", "until"), ((string?)shown["barred"], (string?)shown["exposures"]![0]!["readable"]));
        Assert.Equal("phone/removed", (string?)(await PostAsync(api, $"phones/{phone}/revocations", "again"))["code"]);
    }

    [Fact]
    public async Task A_phone_that_may_start_out_of_contact_is_listed_without_an_end_and_counted_as_that()
    {
        await using var console = await RunningConsole.StartAsync(budget: 5);
        using var api = await console.ApiAsync(SharedConsole.Everything);
        var phone = await console.EnrolAsync("free one");
        var desk = await console.DeskOfAsync("olga", Role.Owner);
        PolicyFile[] files = [new("boots.yaml", "apiVersion: twofold/v1\nkind: Policy\nmetadata: { name: boots }\nspec: { settings: { lease.offline-boots: 3 } }\n")];
        var plan = (await desk.Policy.PlanAsync([.. files])).Value!;
        Assert.Equal(ApplyOutcome.InForce, (await desk.Policy.ApplyAsync(plan.Plan!.Digest, [.. files], "ships at sea")).Value!.Outcome);
        await Eventually.TrueAsync(async () => (await console.Fleet.ViewAsync(Refs.Phone(phone))).View is { PolicyRevision: 1 });
        Assert.True((await console.Fleet.AskAsync(Refs.Phone(phone), new PhoneCommand.Connected("s1", "agent", "fake", 1, [], 0), Actor.Phone(phone))).Ok);
        Assert.True((await console.Fleet.AskAsync(Refs.Phone(phone), new PhoneCommand.Disconnected("s1"), Actor.Phone(phone))).Ok);

        var exposed = Assert.Single((await JsonAsync(await api.GetAsync("exposures?filter=exposure%3Dunbounded")))["items"]!.AsArray())!;
        Assert.Equal((phone, "unbounded", null), ((string?)exposed["phone"], (string?)exposed["exposure"], exposed["readableUntil"]));
        Assert.Contains("twofold_fleet_exposed_vms{readable=\"unbounded\"} 1\n", await api.GetStringAsync("metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wipe_of_hardware_that_never_enrolled_stands_and_a_slip_of_the_pen_does_not()
    {
        using var api = await Console.ApiAsync(SharedConsole.Everything);
        var unknown = PhoneId.From("hardware that never enrolled");
        Assert.Equal("released", (string?)(await PostAsync(api, WorkVm.Path(unknown, "wipes"), "stolen from the store"))["step"]);
        Assert.Equal("vm/unknown", (string?)(await PostAsync(api, WorkVm.Path("nobody", "wipes"), "stolen"))["code"]);
        await Eventually.TrueAsync(async () => (await Console.Fleet.ViewAsync(Refs.Phone(unknown))).View.Orders.Length == 1);
    }

    [Fact]
    public async Task The_figures_are_plain_text_with_bounded_labels_for_whoever_may_read_the_fleet()
    {
        using var api = await Console.ApiAsync(Capability.FleetRead);
        var text = await api.GetStringAsync("metrics");
        Assert.Equal(3, text.Split('\n').Count(line => line.StartsWith("twofold_fleet_exposed_vms{readable=", StringComparison.Ordinal)));
        Assert.Contains("\ntwofold_fleet_longest_exposure_seconds ", text, StringComparison.Ordinal);
        Assert.Contains("\ntwofold_fleet_overdue_orders ", text, StringComparison.Ordinal);
        using var other = await Console.ApiAsync(Capability.AuditRead);
        Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync("metrics")).StatusCode);
    }

    private async Task SayAsync(string phone, PhoneCommand command) =>
        Assert.True((await Console.Fleet.AskAsync(Refs.Phone(phone), command, Actor.Phone(phone))).Ok);

    private static async Task<JsonNode> PostAsync(HttpClient api, string path, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(new { reason = "for the test" }) };
        request.Headers.Add("Idempotency-Key", key.Replace(' ', '-'));
        return await JsonAsync(await api.SendAsync(request));
    }

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
}
