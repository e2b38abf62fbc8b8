using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Twofold.Fleet;
using Twofold.Policies;
using Twofold.Web.Tests.Running;

namespace Twofold.Web.Tests;

public sealed class ApiTests(SharedConsole shared) : IClassFixture<SharedConsole>
{
    private const string Policy = """
        apiVersion: twofold/v1
        kind: Policy
        metadata:
          name: base
        spec:
          settings:
            network.mode: none
        """;

    private RunningConsole Console => shared.Console;

    [Fact]
    public async Task Phones_are_paged_filtered_sorted_and_searched()
    {
        using var api = await Console.ApiAsync(Capability.FleetRead);
        for (var i = 0; i < 5; i++) await Console.EnrolAsync($"listed {i}");
        var page = await JsonAsync(await api.GetAsync("phones?search=listed&size=2&page=2&sort=-name"));
        Assert.Equal(5, (int)page["total"]!);
        Assert.Equal(["listed 2", "listed 1"], page["items"]!.AsArray().Select(p => (string?)p!["name"]));
        Assert.Equal(1, (int)(await JsonAsync(await api.GetAsync("phones?filter=name=listed 3")))["total"]!);
    }

    [Fact]
    public async Task An_explanation_shows_what_is_asked_or_read_back_one_setting_or_all()
    {
        using var api = await Console.ApiAsync(Capability.FleetRead);
        const string slot = "work";
        var vm = $"phones/{await Console.EnrolAsync("explained")}/vms/{slot}/policy";
        Assert.Equal(SettingCatalogue.Of(PolicyScope.Vm(slot)).Select(s => s.Key), await KeysAsync($"{vm}?all=true"));
        Assert.Equal(["screen.capture"], await KeysAsync($"{vm}?setting=screen.capture"));
        Assert.Equal(["vm.memory"], await KeysAsync($"{vm}?setting=vm.memory&all=true"));
        var usual = (await KeysAsync(vm)).ToList();
        Assert.Contains("vm.memory", usual);
        Assert.DoesNotContain("screen.capture", usual);
        Assert.Equal("none", (string?)(await JsonAsync(await api.GetAsync($"{vm}?setting=clipboard.direction")))["phone"]!["values"]![0]!["required"]);

        async Task<IEnumerable<string?>> KeysAsync(string path) =>
            (await JsonAsync(await api.GetAsync(path)))["vm"]!["values"]!.AsArray().Select(v => (string?)v!["setting"]);
    }

    [Theory]
    [InlineData("phones/phone-1/vms/office/policy?setting=no.such", "request/bad-query")]
    [InlineData("phones/phone-1/vms/office/policy?all=yes", "request/bad-query")]
    [InlineData("phones/phone-1/vms/office/policy?settings=vm.memory", "request/bad-query")]
    [InlineData("phones?size=201", "request/bad-query")]
    [InlineData("phones?size=0", "request/bad-query")]
    [InlineData("phones?page=-1", "request/bad-query")]
    [InlineData("phones?colour=red", "request/bad-query")]
    [InlineData("phones?filter=name", "request/bad-query")]
    [InlineData("phones?filter=colour=red", "index/unknown-column")]
    [InlineData("phones?sort=colour", "index/unknown-column")]
    [InlineData("phones?filter=policy_revision>=many", "index/bad-value")]
    [InlineData("audit?size=1000", "request/bad-query")]
    public async Task A_list_that_cannot_be_answered_is_refused_with_a_code(string path, string code)
    {
        using var api = await Console.ApiAsync(Capability.FleetRead, Capability.AuditRead);
        var answer = await api.GetAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(code, (string?)(await JsonAsync(answer))["code"]);
    }

    [Theory]
    [InlineData("phones/nobody", "phone/unknown")]
    [InlineData("phones/%2e%2e%2fx", "phone/unknown")]
    [InlineData("phones/nobody/vms/work", "vm/unknown")]
    [InlineData("phones/nobody/vms/WORK", "vm/unknown")]
    [InlineData("nothing/here", "request/unknown")]
    public async Task What_is_not_there_is_404_with_a_code(string path, string code)
    {
        using var api = await Console.ApiAsync(Capability.FleetRead);
        var answer = await api.GetAsync(path);
        Assert.Equal(code, (string?)(await JsonAsync(answer))["code"]);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("""{"reason":"lost it","force":true}""", "request/bad-json")]
    [InlineData("""{"reason":"lost it","reason":"again"}""", "request/bad-json")]
    [InlineData("""{}""", "request/bad-json")]
    [InlineData("""{"reason":null}""", "request/bad-json")]
    [InlineData("""[]""", "request/bad-json")]
    [InlineData("""null""", "request/bad-json")]
    [InlineData("""not json""", "request/bad-json")]
    [InlineData("""{"reason":"x"}""", "vm/reason")]
    public async Task A_body_is_read_strictly(string body, string code)
    {
        using var api = await Console.ApiAsync(Capability.Wipe);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await api.PostAsync(WorkVm.Path(shared.Phone, "wipes"), content);
        Assert.Equal(code, (string?)(await JsonAsync(answer))["code"]);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using var api = await Console.ApiAsync(Capability.Wipe);
        var answer = await api.PostAsJsonAsync(WorkVm.Path(shared.Phone, "wipes"), new { reason = new string('x', 100_000) });
        Assert.Equal("request/too-large", (string?)(await JsonAsync(answer))["code"]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task The_same_wipe_twice_is_one_order()
    {
        using var api = await Console.ApiAsync(Capability.Wipe, Capability.FleetRead, Capability.AuditRead);
        var phone = await Console.EnrolAsync("wiped twice");
        var first = await WipeAsync(api, phone, "order-1");
        var second = await WipeAsync(api, phone, "order-1");
        Assert.Equal(first["orderId"]!.ToString(), second["orderId"]!.ToString());
        Assert.Equal(first["times"]!.ToJsonString(), second["times"]!.ToJsonString());
        var events = await JsonAsync(await api.GetAsync($"audit?kind=vm&key={phone}:work"));
        Assert.Single(events["items"]!.AsArray(), e => (string?)e!["type"] == "wipe-requested");
    }

    [Fact]
    public async Task The_same_key_for_two_phones_is_two_orders()
    {
        using var api = await Console.ApiAsync(Capability.Wipe);
        var (first, second) = (await Console.EnrolAsync("key of one"), await Console.EnrolAsync("key of another"));
        var orders = new[] { await WipeAsync(api, first, "nightly"), await WipeAsync(api, second, "nightly") };
        Assert.All(orders, order => Assert.Equal("released", (string?)order["step"]));
        Assert.NotEqual((string?)orders[0]["orderId"], (string?)orders[1]["orderId"]);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("suspend")]
    [InlineData("wipes")]
    public async Task Nothing_can_be_ordered_of_a_personal_vm(string verb)
    {
        using var api = await Console.ApiAsync(SharedConsole.Everything);
        var answer = await api.PostAsJsonAsync($"phones/{shared.Phone}/vms/personal/{verb}", new { reason = "lost and found" });
        Assert.Equal("floor/personal", (string?)(await JsonAsync(answer))["code"]);
    }

    [Fact]
    public async Task A_policy_is_planned_applied_and_explained()
    {
        await using var console = await RunningConsole.StartAsync();
        var phone = await console.EnrolAsync();
        using var api = await console.ApiAsync(SharedConsole.Everything);
        var files = new[] { new { name = "base.yaml", text = Policy } };
        var plan = await JsonAsync(await api.PostAsJsonAsync("policy/plan", new { files }));
        Assert.Equal(1, (int)plan["phones"]!);
        var applied = await JsonAsync(await api.PostAsJsonAsync("policy/apply", new { planDigest = (string?)plan["planDigest"], files }));
        Assert.Equal("in-force", (string?)applied["outcome"]);
        var again = await JsonAsync(await api.PostAsJsonAsync("policy/apply", new { planDigest = (string?)plan["planDigest"], files }));
        Assert.Equal((long)applied["revision"]!, (long)again["revision"]!);
        var why = await JsonAsync(await api.GetAsync(WorkVm.Path(phone, "policy")));
        Assert.Equal(1, (long)why["revision"]!);
        Assert.Equal((string?)(await JsonAsync(await api.GetAsync("policy")))["author"], (string?)why["author"]);
        Assert.NotNull((DateTimeOffset?)why["inForceSince"]);
        var network = why["vm"]!["values"]!.AsArray().Single(v => (string?)v!["setting"] == "network.mode")!;
        Assert.Equal("none", (string?)network["required"]);
        Assert.Contains("base.yaml", (string?)network["origins"]![0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_would_comply_otherwise_is_told_without_anything_being_written()
    {
        await using var console = await RunningConsole.StartAsync();
        var phone = await console.EnrolAsync();
        using var api = await console.ApiAsync(SharedConsole.Everything);
        var files = new[] { new { name = "base.yaml", text = Policy.Replace("network.mode: none", "unlock.history: 5", StringComparison.Ordinal) } };
        var found = await JsonAsync(await api.PostAsJsonAsync("policy/what-if", new { files }));
        Assert.Equal((1, 1, false), ((int)found["phones"]!, (int)found["vms"]!, (bool)found["atLeast"]!));
        Assert.Empty(found["verdicts"]!.AsArray());
        Assert.Equal("""{"setting":"unlock.history","now":"compliant","then":"unknown","after":"unknown","vms":1}""", Assert.Single(found["settings"]!.AsArray())!.ToJsonString());
        var row = Assert.Single(found["items"]!.AsArray())!;
        Assert.Equal((phone, "work", "5"), ((string?)row["phone"], (string?)row["slot"], (string?)row["required"]));
        Assert.Equal((0, 1, true), ((int)found["untilPushed"]!, (int)found["needSomebody"]!, (bool)row["needsSomebody"]!));
        Assert.Single((await JsonAsync(await api.PostAsJsonAsync("policy/what-if", new { files, needsSomebody = true })))["items"]!.AsArray());
        Assert.Equal(0, (int)(await JsonAsync(await api.GetAsync("policy")))["revision"]!);
    }

    [Theory]
    [InlineData("network.moon", 50, "what-if/bad-setting")]
    [InlineData(null, 201, "what-if/bad-take")]
    [InlineData(null, 0, "what-if/bad-take")]
    public async Task A_bad_wish_of_a_what_if_is_refused(string? setting, int take, string code)
    {
        using var api = await Console.ApiAsync(SharedConsole.Everything);
        var answer = await api.PostAsJsonAsync("policy/what-if", new { files = Array.Empty<object>(), setting, take });
        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.StatusCode, (string?)(await JsonAsync(answer))["code"]));
    }

    [Fact]
    public async Task A_plan_whose_phones_changed_is_refused()
    {
        await using var console = await RunningConsole.StartAsync();
        using var api = await console.ApiAsync(SharedConsole.Everything);
        await console.EnrolAsync("first");
        var files = new[] { new { name = "base.yaml", text = Policy } };
        var plan = await JsonAsync(await api.PostAsJsonAsync("policy/plan", new { files }));
        await console.EnrolAsync("second");
        var answer = await api.PostAsJsonAsync("policy/apply", new { planDigest = (string?)plan["planDigest"], files });
        Assert.Equal("policy/plan-outdated", (string?)(await JsonAsync(answer))["code"]);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    [Fact]
    public async Task Bad_documents_are_422_with_every_place()
    {
        using var api = await Console.ApiAsync(SharedConsole.Everything);
        var files = new[] { new { name = "bad.yaml", text = Policy.Replace("network.mode", "netwrok.mode", StringComparison.Ordinal) } };
        var answer = await api.PostAsJsonAsync("policy/plan", new { files });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await api.PostAsJsonAsync("policy/what-if", new { files })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var problem = Assert.Single((await JsonAsync(answer))["problems"]!.AsArray())!;
        Assert.Equal(("bad.yaml", 7, "network.mode"), ((string?)problem["file"], (int)problem["line"]!, (string?)problem["suggestion"]));
    }

    [Fact]
    public async Task An_enrolment_is_issued_once_listed_without_its_secret_and_revoked()
    {
        using var api = await Console.ApiAsync(SharedConsole.Everything);
        var issued = await JsonAsync(await api.PostAsJsonAsync("enrolments", new { name = "new phone", owner = "ada", validHours = 1 }));
        Assert.StartsWith("twofold:1:", (string?)issued["code"], StringComparison.Ordinal);
        var list = (await JsonAsync(await api.GetAsync("enrolments"))).ToJsonString();
        Assert.Contains((string)issued["id"]!, list, StringComparison.Ordinal);
        Assert.DoesNotContain(((string)issued["code"]!).Split('.')[1][..43], list, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"enrolments/{issued["id"]}")).StatusCode);
    }

    [Fact]
    public async Task The_audit_log_shows_no_hash_of_a_secret()
    {
        using var api = await Console.ApiAsync(Capability.AuditRead);
        var log = await api.GetStringAsync("audit?size=200&phones=false");
        Assert.Contains("\"grain\":\"token/", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Hash", log, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<JsonNode> WipeAsync(HttpClient api, string phone, string order)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, WorkVm.Path(phone, "wipes")) { Content = JsonContent.Create(new { reason = "left in a taxi" }) };
        request.Headers.Add("Idempotency-Key", order);
        return await JsonAsync(await api.SendAsync(request));
    }

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
}
