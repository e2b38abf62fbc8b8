using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Twofold.Fleet;
using Twofold.Fleet.Operators;
using Twofold.Fleet.Phones;
using Twofold.Policies;
using Twofold.Protocol;
using Twofold.Web.Desk;
using Twofold.Web.Tests.Running;

namespace Twofold.Web.Tests;

public sealed class ListTests(SharedConsole shared) : IClassFixture<SharedConsole>
{
    private RunningConsole Console => shared.Console;

    [Fact]
    public async Task Findings_are_listed_by_setting_and_severity_with_their_phones()
    {
        var phone = await Console.EnrolAsync("broken phone");
        await ReportAsync(phone, new Finding("network.mode", VerdictState.NonCompliant, "none", "nat", "restart the VM", Claimed: false));
        using var api = await Console.ApiAsync(Capability.FleetRead);
        var page = await JsonAsync(api, "findings?search=broken&filter=severity=non-compliant&filter=setting=network.mode");
        var found = Assert.Single(page["items"]!.AsArray())!;
        Assert.Equal((phone, "nat", "seen"), ((string?)found["phone"], (string?)found["observed"], (string?)found["source"]));
        await ReportAsync(phone);
        Assert.Equal(0, (int)(await JsonAsync(api, "findings?search=broken"))["total"]!);
    }

    [Fact]
    public async Task Findings_are_listed_by_the_end_of_their_grace_with_what_follows()
    {
        var phone = await Console.EnrolAsync("graced phone");
        var broken = new Finding("network.mode", VerdictState.NonCompliant, "none", "nat", "restart the VM", Claimed: false) { Slot = "work" };
        await ReportAsync(phone, "lock 3d, wipe 14d", broken, broken with { Setting = "vm.memory", State = VerdictState.Unknown });
        using var api = await Console.ApiAsync(Capability.FleetRead);
        var soon = DateTimeOffset.UtcNow.AddDays(4).ToString("O");
        var found = Assert.Single((await JsonAsync(api, $"findings?search=graced&filter={Uri.EscapeDataString($"grace_end<{soon}")}"))["items"]!.AsArray())!;
        Assert.Equal(("network.mode", "in-grace", "lock"), ((string?)found["setting"], (string?)found["severity"], (string?)found["nextStep"]));
        Assert.Equal((string?)found["graceEnd"], (string?)found["nextStepAt"]);
        var rule = Assert.Single((await JsonAsync(api, $"phones/{phone}"))["escalating"]!.AsArray())!;
        Assert.Equal(("work", true, Second(found["graceEnd"])), ((string?)rule["slot"], (bool)rule["inGrace"]!, Second(rule["lockAt"])));
        Assert.Equal(0, (int)(await JsonAsync(api, "findings?search=graced&filter=severity=non-compliant"))["total"]!);
    }

    [Fact]
    public async Task A_finding_keeps_its_time_while_other_findings_come_and_go()
    {
        var phone = await Console.EnrolAsync("since phone");
        var stays = new Finding("network.mode", VerdictState.NonCompliant, "none", "nat", "restart the VM", Claimed: false);
        await ReportAsync(phone, stays);
        using var api = await Console.ApiAsync(Capability.FleetRead);
        var before = (string?)(await JsonAsync(api, "findings?search=since"))["items"]![0]!["since"];
        await ReportAsync(phone, stays, stays with { Setting = "device.usb" });
        var after = await JsonAsync(api, "findings?search=since&filter=setting=network.mode");
        Assert.NotNull(before);
        Assert.Equal(before, (string?)after["items"]![0]!["since"]);
    }

    [Fact]
    public async Task Orders_and_vms_are_walked_from_place_to_place()
    {
        using var api = await Console.ApiAsync(Capability.FleetRead, Capability.Wipe);
        var desk = await Console.DeskOfAsync("list-owner", Role.Owner);
        for (var n = 0; n < 3; n++)
            Assert.True((await desk.Vms.RequestWipeAsync(await Console.EnrolAsync($"walked {n}"), "work", "left in a taxi")).Ok);
        Assert.Equal(3, (await WalkAsync(api, "orders?search=walked&filter=kind=wipe&size=1&sort=requested_at", "orderId")).Distinct().Count());
        Assert.Equal(6, (await WalkAsync(api, "vms?search=walked&size=4", "slot")).Count);
    }

    [Fact]
    public async Task A_persona_is_found_by_its_owner_and_follows_the_owner_of_its_phone()
    {
        var phone = await Console.EnrolAsync("phone of somebody");
        using var api = await Console.ApiAsync(Capability.FleetRead);
        await Eventually.TrueAsync(async () => await OwnedAsync(api, phone, "ada") == 1);
        var describe = new PhoneCommand.Describe("phone of somebody", "grace", ImmutableSortedDictionary<string, string>.Empty);
        Assert.True((await Console.Fleet.AskAsync(Refs.Phone(phone), describe, Actor.System)).Ok);
        await Eventually.TrueAsync(async () => await OwnedAsync(api, phone, "grace") == 1);
        Assert.Equal(0, await OwnedAsync(api, phone, "ada"));
        Assert.Equal(1, (int)(await JsonAsync(api, $"personas?search=grac&filter=phone={phone}&filter=status=lives"))["total"]!);
    }

    [Fact]
    public async Task A_lock_of_a_vm_is_listed_and_counted_as_far_as_it_came()
    {
        var desk = await Console.DeskOfAsync("locker", Role.Owner);
        var phone = await Console.EnrolAsync("to be locked");
        Assert.True((await desk.Vms.RequestLockAsync(phone, "work", "left in a taxi")).Ok);
        var query = new IndexQuery("", [new("lock", FilterMatch.Is, "released"), new("phone", FilterMatch.Is, phone)]);
        var picture = (await desk.Lists.ReadAsync(FleetList.Vms, query, ["lock"])).Value!;
        Assert.Equal(("work", 1L), (Assert.Single(picture.Page.Items).Text("slot"), picture.Facets["lock"].Of("released").Rows));
    }

    [Fact]
    public async Task A_list_is_a_snapshot_and_then_looks_with_rising_versions_that_end_at_the_latest()
    {
        var desk = await Console.DeskOfAsync("list-reader", Role.Viewer);
        using var end = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var query = new IndexQuery("", [], "watched");
        var live = (await desk.Lists.SubscribeAsync(FleetList.Phones, query, ["state"], end.Token)).Value!;
        Assert.Equal((1L, 0L), (live.Snapshot.Version, live.Snapshot.Page.Total.Rows));
        var enrolling = Task.WhenAll(Enumerable.Range(0, 12).Select(n => Console.EnrolAsync($"watched {n}")));
        var last = live.Snapshot;
        await foreach (var look in live.Changes.WithCancellation(end.Token))
        {
            Assert.True(look.Value!.Version > last.Version);
            Assert.False(look.Value.Shows(last));
            last = look.Value;
            if (last.Page.Total.Rows == 12) break;
        }

        await enrolling;
        Assert.Equal(12, last.Facets["state"].Rows.Values.Sum());
    }

    private Task ReportAsync(string phone, params ImmutableArray<Finding> findings) => ReportAsync(phone, null, findings);

    private async Task ReportAsync(string phone, string? escalation, params ImmutableArray<Finding> findings)
    {
        // Policies that come after a report would make it say nothing.
        await Eventually.TrueAsync(async () => (await ViewAsync(phone)).Desired is { PhonePolicy: not null, Vms: [{ Policy: not null }] });
        var none = ImmutableSortedDictionary<string, ObservedSetting>.Empty;
        var report = new PhoneReport((await ViewAsync(phone)).Desired.Version, true, DateTimeOffset.UtcNow, [new("work", 1, GuestState.Running, null, none, findings.Length, null)], [], none, []);
        var verdict = findings.Select(f => f.State).DefaultIfEmpty(VerdictState.Compliant).Max();
        var terms = escalation is null ? null : ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("work", escalation);
        var reply = await Console.Fleet.AskAsync(Refs.Phone(phone), new PhoneCommand.Observed(report, verdict, findings, terms), Actor.Phone(phone));
        Assert.True(reply.Ok, reply.Explanation);
    }

    private static string Second(JsonNode? instant) => ((string)instant!)[..19];

    private async Task<PhoneView> ViewAsync(string phone) => (await Console.Fleet.ViewAsync(Refs.Phone(phone))).View;

    private static async Task<List<string?>> WalkAsync(HttpClient api, string path, string member)
    {
        var all = new List<string?>();
        for (string? next = ""; next is not null;)
        {
            var page = await JsonAsync(api, next.Length == 0 ? path : $"{path}&after={next}");
            all.AddRange(page["items"]!.AsArray().Select(i => (string?)i![member]));
            next = (string?)page["next"];
        }

        return all;
    }

    private static async Task<int> OwnedAsync(HttpClient api, string phone, string owner) =>
        (int)(await JsonAsync(api, $"personas?filter=owner={owner}&filter=phone={phone}"))["total"]!;

    private static async Task<JsonNode> JsonAsync(HttpClient api, string path) => JsonNode.Parse(await api.GetStringAsync(path))!;
}
