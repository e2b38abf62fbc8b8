using System.Collections.Immutable;
using System.Net.Http.Json;
using Twofold.Fleet;
using Twofold.Fleet.Phones;
using Twofold.Fleet.Operators;
using Twofold.Fleet.Vms;
using Twofold.Protocol;
using Twofold.Web.Desk;
using Twofold.Web.Tests.Running;

namespace Twofold.Web.Tests;

public sealed class DeskTests
{
    private static readonly IndexQuery AllPhones = new(string.Empty, []);

    [Fact]
    public async Task A_viewer_is_refused_everything_that_changes_something()
    {
        await using var console = await RunningConsole.StartAsync();
        var phone = await console.EnrolAsync();
        var desk = await console.DeskOfAsync("vera", Role.Viewer);
        var labels = ImmutableSortedDictionary<string, string>.Empty;
        Assert.All(
            new[]
            {
                (await desk.Vms.SetLifecycleAsync(phone, "work", Lifecycle.Stopped)).Refusal,
                (await desk.Vms.RequestWipeAsync(phone, "work", "for no reason")).Refusal,
                (await desk.Vms.CancelWipeAsync(phone, "work", "order")).Refusal,
                (await desk.Vms.ReprovisionAsync(phone, "work")).Refusal,
                (await desk.Vms.RequestLockAsync(phone, "work", "for no reason")).Refusal,
                (await desk.Vms.UnlockAsync(phone, "work", "order")).Refusal,
                (await desk.Phones.BarAsync(phone, PhoneBar.Removed, "for no reason")).Refusal,
                (await desk.Phones.BarAsync(phone, PhoneBar.Revoked, "for no reason")).Refusal,
                (await desk.Phones.TakeBackAsync(phone, "order")).Refusal,
                (await desk.Phones.DescribeAsync(phone, "mine", "vera", labels)).Refusal,
                (await desk.Phones.ResumeFromConflictAsync(phone)).Refusal,
                (await desk.Policy.ApplyAsync("digest", [], "note")).Refusal,
                (await desk.Policy.WithdrawAsync("proposal")).Refusal,
                (await desk.Holds.ApproveAsync("hold-1", 1)).Refusal,
                (await desk.Holds.RejectAsync("hold-1", "no")).Refusal,
                (await desk.Enrolments.IssueAsync("phone", "vera", labels)).Refusal,
                (await desk.Enrolments.RevokeAsync("0123456789")).Refusal,
                (await desk.Operators.InviteAsync("friend", Role.Owner)).Refusal,
                (await desk.Operators.DisableAsync("vera")).Refusal,
                (await desk.Operators.ListAsync()).Refusal,
                (await desk.Tokens.IssueAsync("robot", [])).Refusal,
                (await desk.Tokens.RevokeAsync("0123456789abcdef")).Refusal,
                (await desk.Tokens.ListAsync()).Refusal,
            },
            refusal => Assert.Equal("access/denied", refusal?.Code));
    }

    [Fact]
    public async Task Nobody_sees_anything_without_signing_in()
    {
        await using var console = await RunningConsole.StartAsync();
        var phone = await console.EnrolAsync();
        var gone = await console.DeskOfAsync("gone", Role.Viewer);
        var owner = await console.DeskOfAsync("owner", Role.Owner);
        Assert.True((await gone.Phones.ListAsync(AllPhones)).Ok);
        Assert.True((await owner.Operators.DisableAsync("gone")).Ok);
        Assert.All(
            new[]
            {
                (await gone.Phones.ListAsync(AllPhones)).Refusal,
                (await gone.Phones.GetAsync(phone)).Refusal,
                (await gone.Phones.CountAsync("state", [])).Refusal,
                (await gone.Vms.GetAsync(phone, "work")).Refusal,
                (await gone.Policy.InForceAsync()).Refusal,
                (await gone.Revisions.ListAsync(0, 10)).Refusal,
                (await gone.Revisions.GetAsync(1)).Refusal,
                (await gone.Policy.ExplainAsync(phone, "work")).Refusal,
                (await gone.Holds.GetAsync()).Refusal,
                (await gone.Audit.ReadAsync(new EventQuery())).Refusal,
                (await gone.Audit.RefusalsAsync()).Refusal,
                (await gone.Vms.SetLifecycleAsync(phone, "work", Lifecycle.Stopped)).Refusal,
            },
            refusal => Assert.Equal("access/sign-in", refusal?.Code));
    }

    [Fact]
    public async Task Who_was_refused_stands_in_the_access_log()
    {
        await using var console = await RunningConsole.StartAsync();
        var phone = await console.EnrolAsync();
        var viewer = await console.DeskOfAsync("vera", Role.Viewer);
        await viewer.Vms.RequestWipeAsync(phone, "work", "for no reason");
        await viewer.Tokens.ListAsync();
        var refusals = (await viewer.Audit.RefusalsAsync()).Value;
        Assert.Equal(["desk/token.list", $"vm/{phone}:work"], refusals.Select(r => r.Grain.ToString()));
        Assert.All(refusals, r => Assert.Equal("vera", r.ActorId));
    }

    [Fact]
    public async Task What_exceeds_the_budget_is_held_and_a_second_person_releases_it()
    {
        await using var console = await RunningConsole.StartAsync(budget: 1);
        var (first, second) = (await console.EnrolAsync("first"), await console.EnrolAsync("second"));
        var ada = await console.DeskOfAsync("ada", Role.Admin);
        var ben = await console.DeskOfAsync("ben", Role.Approver);
        Assert.Equal(WipeStep.Released, (await ada.Vms.RequestWipeAsync(first, "work", "left in a taxi")).Value?.Step);
        var held = (await ada.Vms.RequestWipeAsync(second, "work", "left in a train")).Value!;
        Assert.Equal(WipeStep.Held, held.Step);
        var hold = Assert.Single((await ben.Holds.GetAsync()).Value!.Holds);
        Assert.Equal("governor/own-order", (await ada.Holds.ApproveAsync(hold.Id, hold.Orders)).Refusal?.Code);
        Assert.Equal("governor/hold-grew", (await ben.Holds.ApproveAsync(hold.Id, 0)).Refusal?.Code);
        Assert.True((await ben.Holds.ApproveAsync(hold.Id, hold.Orders)).Ok);
        await Eventually.TrueAsync(async () => (await ada.Vms.WipeAsync(second, "work", held.OrderId)).Value?.Step == WipeStep.Released);
        Assert.Equal("ben", (await ada.Vms.WipeAsync(second, "work", held.OrderId)).Value?.ApprovedBy);
    }

    [Fact]
    public async Task A_wipe_through_ones_own_token_is_released_by_somebody_else()
    {
        await using var console = await RunningConsole.StartAsync(budget: 0);
        var phone = await console.EnrolAsync();
        var ada = await console.DeskOfAsync("ada", Role.Owner);
        var ben = await console.DeskOfAsync("ben", Role.Approver);
        using var api = console.Api((await ada.Tokens.IssueAsync("pipeline", [Capability.Wipe])).Value!.Text);
        using var asked = await api.PostAsJsonAsync(WorkVm.Path(phone, "wipes"), new { reason = "left in a taxi" });
        Assert.True(asked.IsSuccessStatusCode);
        var held = Assert.Single((await ben.Holds.GetAsync()).Value!.Holds);
        Assert.StartsWith("ada (token ", held.RequestedBy, StringComparison.Ordinal);
        Assert.Equal("governor/own-order", (await ada.Holds.ApproveAsync(held.Id, held.Orders)).Refusal?.Code);
        Assert.True((await ben.Holds.ApproveAsync(held.Id, held.Orders)).Ok);
    }

    [Fact]
    public async Task A_live_view_gives_a_snapshot_and_then_what_it_becomes()
    {
        await using var console = await RunningConsole.StartAsync();
        var phone = await console.EnrolAsync();
        var desk = await console.DeskOfAsync("ada", Role.Admin);
        using var end = new CancellationTokenSource();
        var live = (await desk.Phones.SubscribeAsync(phone, end.Token)).Value!;
        Assert.Equal("Ada's phone", live.Snapshot.Phone.Name);
        await desk.Phones.DescribeAsync(phone, "another name", "ada", live.Snapshot.Phone.Labels);
        await foreach (var change in live.Changes)
            if (change.Value?.Phone.Name == "another name") break;
        await end.CancelAsync();
    }

    [Fact]
    public async Task A_live_view_ends_with_a_refusal_when_the_right_is_taken()
    {
        await using var console = await RunningConsole.StartAsync();
        var phone = await console.EnrolAsync();
        var owner = await console.DeskOfAsync("owner", Role.Owner);
        var viewer = await console.DeskOfAsync("vera", Role.Viewer);
        using var end = new CancellationTokenSource();
        var live = (await viewer.Phones.SubscribeAsync(phone, end.Token)).Value!;
        Assert.True((await owner.Operators.DisableAsync("vera")).Ok);
        await owner.Phones.DescribeAsync(phone, "unseen", "ada", live.Snapshot.Phone.Labels);
        Refusal? last = null;
        await foreach (var change in live.Changes)
        {
            Assert.NotEqual("unseen", change.Value?.Phone.Name);
            last = change.Refusal;
        }

        Assert.Equal("access/sign-in", last?.Code);
        await end.CancelAsync();
    }

    [Fact]
    public async Task A_session_of_before_a_new_password_is_none()
    {
        await using var console = await RunningConsole.StartAsync();
        var old = await console.MakeOperatorAsync("ada", Role.Viewer);
        var callers = new Callers(console.Fleet, TimeProvider.System);
        Assert.NotNull(await callers.ActorAsync(old));
        Assert.Null(await callers.ActorAsync(old with { Stamp = Secret.StampOf("the hash of another password") }));
        Assert.Null(await callers.ActorAsync(old with { Stamp = null }));
        Assert.Null(await callers.ActorAsync(null));
    }
}
