using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Twofold.Cli;

/// <summary>Speaks the public API: JSON in, JSON out, and every error as an exit code.</summary>
sealed class ApiClient(HttpClient http)
{
    /// <summary>Reads.</summary>
    public Task<JsonNode> GetAsync(string path, CancellationToken cancel) => SendAsync(new(HttpMethod.Get, path), cancel);

    /// <summary>Asks for something.</summary>
    /// <param name="body">What is sent as JSON, or null.</param>
    /// <param name="idempotencyKey">Under which the same request may be sent again, or null.</param>
    public async Task<JsonNode> PostAsync(string path, object? body, CancellationToken cancel, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (body is not null) request.Content = JsonContent.Create(body);
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await SendAsync(request, cancel);
    }

    /// <summary>Says how something is from now on.</summary>
    public async Task<JsonNode> PutAsync(string path, object body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body) };
        return await SendAsync(request, cancel);
    }

    /// <summary>Takes something back.</summary>
    public Task<JsonNode> DeleteAsync(string path, CancellationToken cancel) => SendAsync(new(HttpMethod.Delete, path), cancel);

    /// <summary>Reads what is too large to be held, and gives it to a reader as it comes. It may take as long as it takes.</summary>
    public async Task ReadAsync(string path, Func<Stream, Task> read, CancellationToken cancel)
    {
        try
        {
            using var response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (!response.IsSuccessStatusCode) throw Refusal(response.StatusCode, await ReadAsync(response, cancel));
            await using var body = await response.Content.ReadAsStreamAsync(cancel);
            await read(body);
        }
        catch (Exception fault) when (fault is HttpRequestException or HttpIOException)
        {
            throw Unreachable($"`{http.BaseAddress?.GetLeftPart(UriPartial.Authority)}` does not answer: {fault.Message}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Unreachable($"`{http.BaseAddress?.GetLeftPart(UriPartial.Authority)}` took longer than {Connection.RequestTimeout.TotalSeconds:0} seconds");
        }
    }

    private async Task<JsonNode> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        try
        {
            using var response = await http.SendAsync(request, cancel);
            var body = await ReadAsync(response, cancel);
            return response.IsSuccessStatusCode ? body : throw Refusal(response.StatusCode, body);
        }
        catch (HttpRequestException fault)
        {
            throw Unreachable($"`{http.BaseAddress?.GetLeftPart(UriPartial.Authority)}` does not answer: {fault.Message}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Unreachable($"`{http.BaseAddress?.GetLeftPart(UriPartial.Authority)}` took longer than {Connection.RequestTimeout.TotalSeconds:0} seconds");
        }
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var text = await response.Content.ReadAsStringAsync(cancel);
        try
        {
            return (text.Length == 0 ? null : JsonNode.Parse(text)) ?? new JsonObject();
        }
        catch (JsonException)
        {
            throw Unreachable("the server's answer is not JSON: is this the address of a console?");
        }
    }

    private static CliException Refusal(HttpStatusCode status, JsonNode body)
    {
        var code = body["code"]?.GetValue<string>() ?? "server/answer";
        var message = body["message"]?.GetValue<string>() ?? $"the server answered {(int)status}";
        return new(ExitOf(status), code, message);
    }

    private static int ExitOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests => ExitCode.NoAccess,
        HttpStatusCode.UnprocessableEntity => ExitCode.Problems,
        >= HttpStatusCode.InternalServerError => ExitCode.Unreachable,
        _ => ExitCode.Refused,
    };

    private static CliException Unreachable(string message) => new(ExitCode.Unreachable, "cli/unreachable", message);
}
