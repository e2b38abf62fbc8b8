using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Twofold.Crash.Tests;

/// <summary>
/// Pipelines that order without end and write down what they were answered: names of phones, which are all different; start and stop in
/// turn, each of which sends a letter; enrolments.
/// </summary>
internal sealed class Load(SeededFolder seeded)
{
    private const string Slot = "work";

    private readonly Dictionary<string, bool> _running = seeded.Phones.ToDictionary(p => p, _ => true, StringComparer.Ordinal);
    private long _number;

    /// <summary>Names that were acknowledged, with their phone.</summary>
    public ConcurrentBag<(string Phone, string Name)> Names { get; } = [];

    /// <summary>Enrolments that were acknowledged.</summary>
    public ConcurrentBag<string> Enrolments { get; } = [];

    /// <summary>The lifecycle that was acknowledged last, by phone; nothing while it is not known whether a newer one landed.</summary>
    public ConcurrentDictionary<string, bool> Lifecycles { get; } = new(StringComparer.Ordinal);

    /// <summary>How many commands were acknowledged.</summary>
    public int Acknowledged => Names.Count + Enrolments.Count + _lifecycles;

    private int _lifecycles;

    /// <summary>Orders until the server is gone.</summary>
    public Task RunAsync(ServerUnderTest server, CancellationToken cancel) => Task.WhenAll(seeded.Phones.Select(async phone =>
    {
        using var client = server.Client(seeded.Token);
        try
        {
            while (!cancel.IsCancellationRequested) await OneOfEachAsync(client, phone, cancel);
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException or IOException)
        {
            // The server was killed: whether the last order landed, nobody knows.
        }
    }));

    /// <summary>Orders one thing and answers the status and the code of the answer.</summary>
    public async Task<(int Status, string? Code)> TryAsync(ServerUnderTest server)
    {
        using var client = server.Client(seeded.Token);
        using var answer = await DescribeAsync(client, seeded.Phones[0], CancellationToken.None);
        var body = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, body.Length == 0 ? null : JsonNode.Parse(body)?["code"]?.ToString());
    }

    private async Task OneOfEachAsync(HttpClient client, string phone, CancellationToken cancel)
    {
        (await DescribeAsync(client, phone, cancel)).Dispose();
        await ToggleAsync(client, phone, cancel);
        using var issued = await client.PostAsJsonAsync("enrolments", new { name = $"new {Interlocked.Increment(ref _number)}" }, cancel);
        if (issued.IsSuccessStatusCode) Enrolments.Add((await issued.Content.ReadFromJsonAsync<JsonNode>(cancel))!["id"]!.ToString());
    }

    private async Task<HttpResponseMessage> DescribeAsync(HttpClient client, string phone, CancellationToken cancel)
    {
        var name = $"phone {Interlocked.Increment(ref _number)}";
        var answer = await client.PutAsJsonAsync($"phones/{phone}", new { name, owner = "ada" }, cancel);
        if (answer.IsSuccessStatusCode) Names.Add((phone, name));
        return answer;
    }

    private async Task ToggleAsync(HttpClient client, string phone, CancellationToken cancel)
    {
        var run = !_running[phone];
        Lifecycles.TryRemove(phone, out _);
        using var answer = await client.PostAsync($"phones/{phone}/vms/{Slot}/{(run ? "start" : "stop")}", null, cancel);
        if (!answer.IsSuccessStatusCode) return;
        (_running[phone], Lifecycles[phone]) = (run, run);
        Interlocked.Increment(ref _lifecycles);
    }
}
