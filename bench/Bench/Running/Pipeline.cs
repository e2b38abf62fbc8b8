using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Twofold.Fleet;
using Twofold.Fleet.Embedded;
using Twofold.Fleet.Operators;
using Twofold.Fleet.Tokens;

namespace Twofold.Bench.Running;

/// <summary>A pipeline with a service token, as the API sees it.</summary>
internal sealed class Pipeline : IDisposable
{
    private readonly HttpClient _http;

    private Pipeline(HttpClient http) => _http = http;

    /// <summary>Puts a service token into the store of a console that does not run yet, and the person who issued it.</summary>
    public static async Task<string> IssueTokenAsync(string database)
    {
        var id = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var secret = RandomNumberGenerator.GetHexString(64, lowercase: true);
        ImmutableSortedSet<string> may = [Capability.FleetRead, Capability.PolicyWrite, Capability.VmLifecycle, Capability.Wipe];
        await using var host = await EmbeddedHost.StartAsync(new SqliteOptions(database), FleetKinds.All, TimeProvider.System, _ => { });
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
        var issue = new TokenCommand.Issue("benchmark", hash, may, DateTimeOffset.UtcNow.AddDays(2));
        var reply = await host.Fleet.AskAsync(Tokens.Id(id), issue, await IssuerAsync(host.Fleet));
        return reply.Ok ? $"tf_{id}_{secret}" : throw new InvalidOperationException(reply.Explanation);
    }

    // A token may do only what its issuer may.
    private static async Task<Actor> IssuerAsync(IFleet fleet)
    {
        const string Name = "benchmark";
        var link = RandomNumberGenerator.GetHexString(64, lowercase: true);
        await fleet.AskAsync(Operators.Name(Name), new OperatorCommand.Invite(Role.Owner, link, DateTimeOffset.UtcNow.AddDays(1)), Actor.System);
        await fleet.AskAsync(Operators.Name(Name), new OperatorCommand.Accept(link, "no password opens it"), Actor.System);
        return new Actor(ActorKind.Person, Name, (await fleet.ViewAsync(Operators.Name(Name))).View.Capabilities);
    }

    /// <summary>Speaks to a console that runs.</summary>
    public static Pipeline To(Uri console, string token)
    {
        var http = new HttpClient { BaseAddress = new Uri(console, "/api/v1/"), Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return new Pipeline(http);
    }

    /// <summary>Plans a policy set of one file and applies it; the answer is the revision that is in force then.</summary>
    public async Task<long> ApplyPolicyAsync(string yaml)
    {
        var files = new JsonArray(new JsonObject { ["name"] = "bench.yaml", ["text"] = yaml });
        var plan = await PostAsync("policy/plan", new JsonObject { ["files"] = files.DeepClone() });
        var apply = new JsonObject { ["planDigest"] = (string?)plan["planDigest"], ["files"] = files, ["note"] = "benchmark" };
        var applied = await PostAsync("policy/apply", apply);
        return (string?)applied["outcome"] == "in-force"
            ? (long)applied["revision"]!
            : throw new InvalidOperationException($"the policy is not in force: {applied}");
    }

    /// <summary>Posts and gives back the body.</summary>
    public async Task<JsonNode> PostAsync(string path, JsonObject body)
    {
        using var response = await _http.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"{path}: {(int)response.StatusCode} {text}");
        return (text.Length == 0 ? null : JsonNode.Parse(text)) ?? new JsonObject();
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
