using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Twofold.Fleet;
using Twofold.Web.Tests.Running;

namespace Twofold.Web.Tests;

/// <summary>The policy sets that came into force, at the API.</summary>
public sealed class RevisionTests : IAsyncLifetime
{
    private RunningConsole? _console;

    private RunningConsole Running => _console!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _console = await RunningConsole.StartAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Running.DisposeAsync();

    [Fact]
    public async Task Every_revision_is_listed_and_shown_with_its_documents_and_what_it_says_otherwise()
    {
        using var api = await Running.ApiAsync(SharedConsole.Everything);
        for (var n = 1; n <= 12; n++) await ApplyAsync(api, $"{n}GiB", $"the set number {n}");
        var page = await JsonAsync(await api.GetAsync("policy/revisions?size=11"));
        Assert.Equal(12, (int)page["total"]!);
        Assert.Equal(Enumerable.Range(2, 11).Reverse(), page["items"]!.AsArray().Select(r => (int)r!["revision"]!));
        Assert.Equal([1], (await JsonAsync(await api.GetAsync("policy/revisions?size=11&page=2")))["items"]!.AsArray().Select(r => (int)r!["revision"]!));
        Assert.Empty((await JsonAsync(await api.GetAsync("policy/revisions?page=3")))["items"]!.AsArray());

        var second = await JsonAsync(await api.GetAsync("policy/revisions/2"));
        Assert.Equal(page["items"]![10]!.ToJsonString(), second["revision"]!.ToJsonString());
        Assert.Equal("the set number 2", (string?)second["revision"]!["note"]);
        Assert.Equal((1, false, Text("2GiB")), ((int)second["before"]!, (bool)second["inForce"]!, (string?)second["files"]![0]!["text"]));
        Assert.Equal("""[{"policy":"base","what":"vm.memory","old":"1GiB","new":"2GiB"}]""", second["changes"]!.ToJsonString());

        var first = await JsonAsync(await api.GetAsync("policy/revisions/1"));
        Assert.Equal((0, null), ((int)first["before"]!, first["changes"]!.AsArray().Select(c => (string?)c!["old"]).Distinct().Single()));
        Assert.True((bool)(await JsonAsync(await api.GetAsync("policy/revisions/12")))["inForce"]!);
    }

    [Theory]
    [InlineData("policy/revisions/1", HttpStatusCode.NotFound, "revision/unknown")]
    [InlineData("policy/revisions/0", HttpStatusCode.NotFound, "revision/unknown")]
    [InlineData("policy/revisions/newest", HttpStatusCode.NotFound, "revision/unknown")]
    [InlineData("policy/revisions/99999999999999999999", HttpStatusCode.NotFound, "revision/unknown")]
    [InlineData("policy/revisions?size=201", HttpStatusCode.BadRequest, "request/bad-query")]
    [InlineData("policy/revisions?after=1", HttpStatusCode.BadRequest, "request/bad-query")]
    public async Task What_is_no_revision_is_refused_with_its_code(string address, HttpStatusCode status, string code)
    {
        using var api = await Running.ApiAsync(Capability.FleetRead);
        var answer = await api.GetAsync(address);
        Assert.Equal((status, code), (answer.StatusCode, (await JsonAsync(answer))["code"]!.ToString()));
    }

    private static string Text(string memory) =>
        $"apiVersion: twofold/v1\nkind: Policy\nmetadata: {{ name: base }}\nspec: {{ settings: {{ vm.memory: {memory} }} }}\n";

    private static async Task ApplyAsync(HttpClient api, string memory, string note)
    {
        var files = new[] { new { name = "base.yaml", text = Text(memory) } };
        var plan = await JsonAsync(await api.PostAsJsonAsync("policy/plan", new { files }));
        var applied = await JsonAsync(await api.PostAsJsonAsync("policy/apply", new { planDigest = (string?)plan["planDigest"], files, note }));
        Assert.Equal("in-force", (string?)applied["outcome"]);
    }

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
}
