using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Twofold.EndToEnd.Tests.World;

namespace Twofold.EndToEnd.Tests.Journeys;

/// <summary>The public API as a pipeline uses it; it asks again while the console is away.</summary>
internal sealed class Api : IDisposable
{
    private const string Slot = "work";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly HttpClient _http;

    public Api(string url, string token)
    {
        _http = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>The id of a phone by its name, once it is enrolled.</summary>
    public async Task<string> PhoneIdAsync(string name)
    {
        string? id = null;
        await UntilAsync($"/api/v1/phones?search={name}", page => (id = page.GetProperty("items").EnumerateArray()
            .Where(p => p.GetProperty("name").GetString() == name).Select(p => p.GetProperty("id").GetString()).FirstOrDefault()) is not null);
        return id!;
    }

    /// <summary>Waits until the phone reads this state of its work VM back.</summary>
    public Task WorkIsAsync(string phone, string state) =>
        UntilAsync($"/api/v1/phones/{phone}/vms/work", vm => Is(vm.GetProperty("state"), state));

    /// <summary>Orders a wipe; when this returns, the order was acknowledged.</summary>
    public async Task WipeAsync(string phone, string order)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Work(phone, "wipes")) { Content = JsonContent.Create(new { reason = "lost" }) };
        request.Headers.Add("Idempotency-Key", order);
        using var answer = await _http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until the wipe of a work VM stands at this step.</summary>
    public Task WipeIsAsync(string phone, long epoch, string step) => UntilAsync(
        $"/api/v1/phones/{phone}/vms/work",
        vm => vm.GetProperty("wipe") is { ValueKind: JsonValueKind.Object } wipe && wipe.GetProperty("epoch").GetInt64() == epoch && Is(wipe.GetProperty("step"), step));

    /// <summary>The order is in the history as proved exactly once.</summary>
    public async Task OnceProvedAsync(string phone, long epoch)
    {
        var audit = await _http.GetFromJsonAsync<JsonElement>($"/api/v1/audit?kind=vm&key={phone}:work&type=wipe-proved&size=100");
        Assert.Equal(epoch, audit.GetProperty("items").GetArrayLength());
    }

    /// <summary>Makes a new work VM.</summary>
    public async Task ReprovisionAsync(string phone)
    {
        using var answer = await _http.PostAsync(Work(phone, "reprovision"), content: null);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public void Dispose() => _http.Dispose();

    private async Task UntilAsync(string path, Func<JsonElement, bool> condition)
    {
        var last = string.Empty;
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    var answer = await _http.GetFromJsonAsync<JsonElement>(path);
                    last = answer.GetRawText();
                    return condition(answer);
                }
                catch (HttpRequestException away)
                {
                    last = away.Message;
                    return false;
                }
            },
            Patience, () => $"{path} stays {last}");
    }

    private static bool Is(JsonElement value, string expected) => string.Equals(value.GetString(), expected, StringComparison.OrdinalIgnoreCase);

    private static string Work(string phone, string what) => $"/api/v1/phones/{phone}/vms/{Slot}/{what}";
}
