using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Twofold.Fleet;
using Twofold.Web.Tests.Running;

namespace Twofold.Web.Tests;

/// <summary>A phone as it was, at the API.</summary>
public sealed class HistoryTests : IAsyncLifetime
{
    private RunningConsole? _console;

    private RunningConsole Running => _console!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _console = await RunningConsole.StartAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Running.DisposeAsync();

    [Fact]
    public async Task A_phone_is_shown_as_it_was_at_an_instant_and_at_a_place_in_the_log()
    {
        var phone = await Running.EnrolAsync("First name");
        using var api = await Running.ApiAsync(Capability.FleetRead, Capability.PhoneEnrol, Capability.AuditRead);
        foreach (var name in new[] { "Second name", "Third name" })
            Assert.Equal(HttpStatusCode.NoContent, (await api.PutAsJsonAsync($"phones/{phone}", new { name, owner = "ada" })).StatusCode);
        var described = (await api.GetFromJsonAsync<JsonNode>($"audit?kind=phone&key={phone}&type=described"))!["items"]!.AsArray();
        var (third, second) = (described[0]!, described[1]!);
        Assert.Equal("Second name", await NameAsync(api, phone, second["position"]!.ToString()));
        Assert.Equal("Third name", await NameAsync(api, phone, third["at"]!.ToString()));
        Assert.Equal("Second name", await NameAsync(api, phone, DateTimeOffset.Parse(third["at"]!.ToString()).AddTicks(-1).ToString("O")));
        Assert.Equal("Third name", (await api.GetFromJsonAsync<JsonNode>($"phones/{phone}"))!["name"]!.ToString());
    }

    [Theory]
    [InlineData("2020-03-03T12:00:00Z", HttpStatusCode.NotFound, "phone/unknown")]
    [InlineData("2999-03-03", HttpStatusCode.BadRequest, "history/future")]
    [InlineData("yesterday", HttpStatusCode.BadRequest, "request/bad-query")]
    public async Task A_moment_that_cannot_be_shown_has_its_code(string at, HttpStatusCode status, string code)
    {
        var phone = await Running.EnrolAsync();
        using var api = await Running.ApiAsync(Capability.FleetRead);
        var answer = await api.GetAsync($"phones/{phone}?at={at}");
        Assert.Equal((status, code), (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonNode>())!["code"]!.ToString()));
    }

    private static async Task<string> NameAsync(HttpClient api, string phone, string at) =>
        (await api.GetFromJsonAsync<JsonNode>($"phones/{phone}?at={Uri.EscapeDataString(at)}"))!["phone"]!["name"]!.ToString();
}
