using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using Twofold.Fleet;
using Twofold.Fleet.Operators;
using Twofold.Fleet.Vms;
using Twofold.Protocol;
using Twofold.Web.Desk;
using Twofold.Web.Tests.Running;

namespace Twofold.Web.Tests.Governing;

/// <summary>What an operator may do is data: a role, and the phones that it is for.</summary>
public sealed class ScopeTests
{
    private static readonly ImmutableSortedDictionary<string, string> Everywhere = ImmutableSortedDictionary<string, string>.Empty;
    private static readonly ImmutableSortedDictionary<string, string> Berlin = Everywhere.Add("site", "berlin");

    [Fact]
    public async Task A_helpdesk_person_for_one_site_acts_there_and_nowhere_else()
    {
        await using var console = await RunningConsole.StartAsync();
        var (here, there) = await TwoSitesAsync(console);
        var owner = await console.DeskOfAsync("ada", Role.Owner);
        var hans = await console.DeskOfAsync("hans", Role.Helpdesk);
        Assert.True((await owner.Operators.AssignAsync("hans", Role.Helpdesk, Berlin)).Ok);
        Assert.True((await hans.Vms.RequestWipeAsync(here, "work", "left in a taxi")).Ok);
        Assert.All(
            new[]
            {
                (await hans.Vms.RequestWipeAsync(there, "work", "left in a taxi")).Refusal,
                (await hans.Vms.CancelWipeAsync(there, "work", "order")).Refusal,
                (await hans.Vms.SetLifecycleAsync(there, "work", Lifecycle.Stopped)).Refusal,
                (await hans.Vms.ReprovisionAsync(there, "work")).Refusal,
            },
            refusal => Assert.Equal("access/out-of-scope", refusal?.Code));
        Assert.Null((await owner.Vms.GetAsync(there, "work")).Value!.Wipe);
        Assert.Contains((await hans.Audit.RefusalsAsync()).Value, r => r.ActorId == "hans" && r.Grain.Key == $"{there}:work");
    }

    [Fact]
    public async Task A_pipeline_reaches_no_further_than_its_issuer()
    {
        await using var console = await RunningConsole.StartAsync();
        var (here, there) = await TwoSitesAsync(console);
        var owner = await console.DeskOfAsync("ada", Role.Owner);
        await console.MakeOperatorAsync("bob", Role.Owner);
        await console.MakeOperatorAsync("carol", Role.Owner);
        using var api = console.Api((await owner.Tokens.IssueAsync("pipeline", [Capability.Wipe])).Value!.Text);
        var bob = await console.DeskOfAsync("bob-again", Role.Owner);
        Assert.False((await bob.Operators.AssignAsync("ada", Role.Owner, Berlin)).Value!.Held);
        Assert.Equal(HttpStatusCode.Forbidden, (await WipeAsync(api, there)).StatusCode);
        Assert.True((await WipeAsync(api, here)).IsSuccessStatusCode);
        Assert.False((await bob.Operators.AssignAsync("ada", Role.Viewer, Everywhere)).Value!.Held);
        Assert.Equal(HttpStatusCode.Forbidden, (await WipeAsync(api, here)).StatusCode);
    }

    [Fact]
    public async Task Whoever_is_for_one_site_decides_nothing_that_is_about_all()
    {
        await using var console = await RunningConsole.StartAsync();
        var (here, there) = await TwoSitesAsync(console);
        var owner = await console.DeskOfAsync("ada", Role.Owner);
        await console.MakeOperatorAsync("bob", Role.Owner);
        var site = await console.DeskOfAsync("site-admin", Role.Admin);
        Assert.True((await owner.Operators.AssignAsync("site-admin", Role.Admin, Berlin)).Ok);
        Assert.All(
            new[]
            {
                (await site.Holds.ApproveAsync("hold-1", 1)).Refusal,
                (await site.Policy.WithdrawAsync("proposal")).Refusal,
                (await site.Phones.DescribeAsync(there, "mine now", "ada", Berlin)).Refusal,
                (await site.Enrolments.IssueAsync("phone", "ada", Everywhere.Add("site", "bern"))).Refusal,
            },
            refusal => Assert.Equal("access/out-of-scope", refusal?.Code));
        Assert.True((await site.Phones.DescribeAsync(here, "renamed", "ada", Berlin)).Ok);
        Assert.True((await site.Enrolments.IssueAsync("phone", "ada", Berlin)).Ok);
    }

    [Fact]
    public async Task Another_role_holds_in_open_sessions_at_once()
    {
        await using var console = await RunningConsole.StartAsync();
        var phone = await console.EnrolAsync();
        var owner = await console.DeskOfAsync("ada", Role.Owner);
        var vera = await console.DeskOfAsync("vera", Role.Viewer);
        Assert.Equal("access/denied", (await vera.Vms.RequestWipeAsync(phone, "work", "left in a taxi")).Refusal?.Code);
        Assert.True((await owner.Operators.AssignAsync("vera", Role.Helpdesk, Everywhere)).Ok);
        Assert.Equal(WipeStep.Released, (await vera.Vms.RequestWipeAsync(phone, "work", "left in a taxi")).Value?.Step);
        Assert.True((await owner.Operators.AssignAsync("vera", Role.Viewer, Everywhere)).Ok);
        Assert.Equal("access/denied", (await vera.Vms.SetLifecycleAsync(phone, "work", Lifecycle.Stopped)).Refusal?.Code);
    }

    private static async Task<(string Here, string There)> TwoSitesAsync(RunningConsole console) =>
        (await console.EnrolAsync("in berlin", Berlin), await console.EnrolAsync("in bern", Everywhere.Add("site", "bern")));

    private static Task<HttpResponseMessage> WipeAsync(HttpClient api, string phone) =>
        api.PostAsJsonAsync(WorkVm.Path(phone, "wipes"), new { reason = "left in a taxi" });
}
