using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Twofold.Fleet;
using Twofold.Fleet.Operators;
using Twofold.Web.Api;
using Twofold.Web.Desk;
using Twofold.Web.Tests.Running;

namespace Twofold.Web.Tests;

public sealed class ApiAccessTests(SharedConsole shared) : IClassFixture<SharedConsole>
{
    /// <summary>Every address that does or shows something, with what it takes and the right it needs.</summary>
    public static TheoryData<string, string, string?, string> Addresses { get; } = new()
    {
        { "GET", "phones", null, Capability.FleetRead },
        { "GET", "phones/PHONE", null, Capability.FleetRead },
        { "PUT", "phones/PHONE", """{"name":"n","owner":"o"}""", Capability.PhoneEnrol },
        { "GET", "phones/PHONE/vms/SLOT", null, Capability.FleetRead },
        { "POST", "phones/PHONE/vms/SLOT/start", null, Capability.VmLifecycle },
        { "POST", "phones/PHONE/vms/SLOT/stop", null, Capability.VmLifecycle },
        { "POST", "phones/PHONE/vms/SLOT/pause", null, Capability.VmLifecycle },
        { "POST", "phones/PHONE/vms/SLOT/resume", null, Capability.VmLifecycle },
        { "POST", "phones/PHONE/vms/SLOT/suspend", null, Capability.VmLifecycle },
        { "POST", "phones/PHONE/vms/SLOT/reprovision", null, Capability.VmLifecycle },
        { "POST", "phones/PHONE/vms/SLOT/wipes", """{"reason":"left in a taxi"}""", Capability.Wipe },
        { "GET", "phones/PHONE/vms/SLOT/wipes/order", null, Capability.FleetRead },
        { "DELETE", "phones/PHONE/vms/SLOT/wipes/order", null, Capability.Wipe },
        { "POST", "phones/PHONE/vms/SLOT/locks", """{"reason":"left in a taxi"}""", Capability.VmLifecycle },
        { "GET", "phones/PHONE/vms/SLOT/locks/order", null, Capability.FleetRead },
        { "DELETE", "phones/PHONE/vms/SLOT/locks/order", null, Capability.VmLifecycle },
        { "POST", "phones/PHONE/removals", """{"reason":"left the company"}""", Capability.PhoneEnrol },
        { "GET", "phones/PHONE/removals/order", null, Capability.FleetRead },
        { "DELETE", "phones/PHONE/removals/order", null, Capability.PhoneEnrol },
        { "POST", "phones/PHONE/revocations", """{"reason":"key lost"}""", Capability.PhoneEnrol },
        { "GET", "phones/PHONE/revocations/order", null, Capability.FleetRead },
        { "DELETE", "phones/PHONE/revocations/order", null, Capability.PhoneEnrol },
        { "GET", "phones/PHONE/vms/SLOT/policy", null, Capability.FleetRead },
        { "GET", "policy", null, Capability.FleetRead },
        { "GET", "policy/revisions", null, Capability.FleetRead },
        { "GET", "policy/revisions/1", null, Capability.FleetRead },
        { "POST", "policy/plan", """{"files":[]}""", Capability.FleetRead },
        { "POST", "policy/what-if", """{"files":[]}""", Capability.FleetRead },
        { "POST", "policy/apply", """{"planDigest":"x","files":[]}""", Capability.PolicyWrite },
        { "GET", "findings", null, Capability.FleetRead },
        { "GET", "orders", null, Capability.FleetRead },
        { "GET", "vms", null, Capability.FleetRead },
        { "GET", "rollouts", null, Capability.FleetRead },
        { "GET", "rollouts/rollout-1", null, Capability.FleetRead },
        { "POST", "rollouts/rollout-1/pause", null, Capability.PolicyWrite },
        { "POST", "rollouts/rollout-1/resume", null, Capability.PolicyWrite },
        { "POST", "rollouts/rollout-1/cancel", null, Capability.PolicyWrite },
        { "POST", "rollouts/rollout-1/roll-back", """{"reason":"too slow"}""", Capability.PolicyWrite },
        { "GET", "personas", null, Capability.FleetRead },
        { "GET", "groups", null, Capability.FleetRead },
        { "GET", "groups/pilots", null, Capability.FleetRead },
        { "GET", "groups/pilots/phones", null, Capability.FleetRead },
        { "PUT", "groups/pilots", """{"matchLabels":{"site":"bern"}}""", Capability.PolicyWrite },
        { "DELETE", "groups/pilots", null, Capability.PolicyWrite },
        { "GET", "enrolments", null, Capability.FleetRead },
        { "POST", "enrolments", """{"name":"n"}""", Capability.PhoneEnrol },
        { "DELETE", "enrolments/0123456789", null, Capability.PhoneEnrol },
        { "GET", "exposures", null, Capability.FleetRead },
        { "GET", "metrics", null, Capability.FleetRead },
        { "GET", "holds", null, Capability.FleetRead },
        { "GET", "holds/hold-1/orders", null, Capability.FleetRead },
        { "POST", "holds/hold-1/approve", """{"orders":1}""", Capability.HoldApprove },
        { "POST", "holds/hold-1/reject", """{"reason":"not today"}""", Capability.HoldApprove },
        { "GET", "audit", null, Capability.AuditRead },
        { "GET", "audit/proof", null, Capability.AuditRead },
        { "GET", "audit/export", null, Capability.AuditRead },
        { "GET", "audit/checkpoints", null, Capability.AuditRead },
        { "POST", "audit/checkpoints", null, Capability.AuditRead },
        { "GET", "backups", null, Capability.BackupMake },
        { "POST", "backups", null, Capability.BackupMake },
        { "POST", "audit/erasures", """{"name":"n","reason":"r"}""", Capability.PersonErase },
    };

    private RunningConsole Console => shared.Console;

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_token_without_the_right_is_refused_with_403_at_every_address(string method, string path, string? body, string needed)
    {
        using var api = await Console.ApiAsync([.. SharedConsole.Everything.Where(c => c != needed)]);
        var answer = await SendAsync(api, method, path, body);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("access/denied", await CodeAsync(answer));
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Nothing_is_served_without_a_token(string method, string path, string? body, string needed)
    {
        using var api = Console.Api(null);
        var answer = await SendAsync(api, method, path, body);
        Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{path} (which needs {needed}) answered {answer.StatusCode}");
        Assert.Equal("access/token", await CodeAsync(answer));
    }

    [Fact]
    public async Task The_list_above_has_every_address_of_the_api()
    {
        var listed = Addresses.Select(a => $"{a.Data.Item1} {a.Data.Item2}".Replace("PHONE", "{phone}", StringComparison.Ordinal)
            .Replace("SLOT", "{slot}", StringComparison.Ordinal).Replace("/order", "/{order}", StringComparison.Ordinal)
            .Replace("/rollout-1", "/{rollout}", StringComparison.Ordinal).Replace("revisions/1", "revisions/{revision}", StringComparison.Ordinal).Replace("/hold-1/{order}s", "/{hold}/orders", StringComparison.Ordinal).Replace("/hold-1", "/{hold}", StringComparison.Ordinal)
            .Replace("/pilots", "/{group}", StringComparison.Ordinal).Replace("/0123456789", "/{id}", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        var mapped = Console.Addresses().Where(a => a.Contains("/api/v1/", StringComparison.Ordinal) && !a.EndsWith("/health", StringComparison.Ordinal) && !a.EndsWith("/session", StringComparison.Ordinal) && !a.Contains("**", StringComparison.Ordinal))
            .Select(a => a.Replace("/api/v1/", string.Empty, StringComparison.Ordinal).TrimEnd('/')).Order(StringComparer.Ordinal);
        Assert.Equal(mapped, listed);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task An_unknown_a_wrong_a_revoked_and_a_malformed_token_get_the_same_answer()
    {
        var good = await Console.TokenAsync(Capability.FleetRead);
        var revoked = await Console.TokenAsync(Capability.FleetRead);
        var desk = await Console.DeskOfAsync("revoker", Role.Owner);
        Assert.Null((await desk.Tokens.RevokeAsync(revoked.Split('_')[1])).Refusal);
        string[] bad = [good[..^4] + "0000", "tf_0123456789abcdef_" + new string('a', 64), revoked, "tf_", "nonsense"];
        var answers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in bad)
        {
            using var api = Console.Api(token);
            var answer = await api.GetAsync("phones");
            answers.Add($"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()} {string.Join(',', answer.Headers.WwwAuthenticate)}");
        }

        Assert.StartsWith("Unauthorized", Assert.Single(answers), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_cookie_does_not_open_the_api()
    {
        await using var console = await RunningConsole.StartAsync();
        using var browser = console.Browse();
        await SignInTests.FirstAsync(console, browser, "ada");
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/phones")).StatusCode);
    }

    [Fact]
    public async Task A_person_signs_in_at_the_api_and_decides_there_on_what_others_ordered()
    {
        await using var console = await RunningConsole.StartAsync(budget: 0);
        var phone = await console.EnrolAsync();
        var ada = await console.DeskOfAsync("ada", Role.Owner);
        using var browser = console.Browse();
        var link = (await ada.Operators.InviteAsync("grace", Role.Helpdesk)).Value!.Link;
        await browser.SubmitAsync(link, ("Form.Password", RunningConsole.Password), ("Form.Repeated", RunningConsole.Password));
        using var nobody = console.Api(null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.PostAsJsonAsync("session", new { name = "grace", password = "a wrong password" })).StatusCode);
        var session = await (await nobody.PostAsJsonAsync("session", new { name = "grace", password = RunningConsole.Password })).Content.ReadFromJsonAsync<JsonObject>();
        using var grace = console.Api((string)session!["token"]!);
        console.Secrets.Add((string)session["token"]!);
        Assert.True((await ada.Vms.RequestWipeAsync(phone, "work", "left in a taxi")).Ok);
        Assert.Equal(HttpStatusCode.Forbidden, (await grace.PostAsJsonAsync("holds/hold-1/approve", new { orders = 1 })).StatusCode);
        await console.MakeOperatorAsync("third", Role.Approver);
        await PromoteAsync(console, ada, "grace");
        Assert.Equal(HttpStatusCode.NoContent, (await grace.PostAsJsonAsync("holds/hold-1/approve", new { orders = 1 })).StatusCode);
        Assert.True((await ada.Operators.DisableAsync("grace")).Ok);
        Assert.Equal(HttpStatusCode.Unauthorized, (await grace.GetAsync("holds")).StatusCode);
        using var forged = console.Api("tp_" + new string('a', 200));
        Assert.Equal(HttpStatusCode.Unauthorized, (await forged.GetAsync("holds")).StatusCode);
    }

    [Fact]
    public async Task An_address_that_shows_too_many_wrong_tokens_is_not_listened_to()
    {
        await using var console = await RunningConsole.StartAsync();
        using var good = await console.ApiAsync(Capability.FleetRead);
        using var bad = console.Api("tf_wrong");
        for (var i = 0; i < TokenFailures.PerMinute; i++) await bad.GetAsync("phones");
        var answer = await good.GetAsync("phones");
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal("access/too-many-attempts", await CodeAsync(answer));
    }

    [Fact]
    public async Task A_token_can_never_hold_the_right_to_approve()
    {
        var desk = await Console.DeskOfAsync("giver", Role.Owner);
        Assert.Equal("token/capability", (await desk.Tokens.IssueAsync("robot", [Capability.HoldApprove])).Refusal?.Code);
        Assert.Equal("token/capability", (await desk.Tokens.IssueAsync("robot", [Capability.OperatorAdmin])).Refusal?.Code);
    }

    // Two persons make an approver: the one who asks, and another of long standing.
    private static async Task PromoteAsync(RunningConsole console, FleetDesk asks, string name)
    {
        Assert.True((await asks.Operators.AssignAsync(name, Role.Approver, System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty)).Value!.Held);
        var other = await console.DeskOfAsync($"other-{name}", Role.Owner);
        var grant = (await other.Holds.GetAsync()).Value!.Holds.Single(h => h.Effect == Twofold.Fleet.Governors.Effect.RightsGranted);
        Assert.True((await other.Holds.ApproveAsync(grant.Id, grant.Orders)).Ok);
        await Eventually.TrueAsync(async () => (await console.Fleet.ViewAsync(Refs.Governor)).View.Approvers.Any(a => a.Person == name));
    }

    [Fact]
    public async Task Health_needs_no_token()
    {
        using var api = Console.Api(null);
        Assert.Equal("""{"status":"ok"}""", await api.GetStringAsync("health"));
    }

    private async Task<HttpResponseMessage> SendAsync(HttpClient api, string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.Replace("PHONE", shared.Phone, StringComparison.Ordinal).Replace("SLOT", "work", StringComparison.Ordinal));
        if (body is not null) request.Content = JsonContent.Create(JsonNode.Parse(body));
        return await api.SendAsync(request);
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())?["code"]?.GetValue<string>();
}
