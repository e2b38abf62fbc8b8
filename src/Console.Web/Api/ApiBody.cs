using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>Reads bodies: strict JSON, bounded.</summary>
static class ApiBody
{
    /// <summary>Bytes of an ordinary body.</summary>
    public const int Usual = 64 * 1024;

    /// <summary>Bytes of a body that names many phones.</summary>
    public const int Members = 256 * 1024;

    /// <summary>Bytes of a body that carries policy files.</summary>
    public const int PolicyFiles = 2 * 1024 * 1024;

    /// <summary>The body, or <c>request/bad-json</c>, <c>request/too-large</c>, <c>request/not-json</c>.</summary>
    public static async Task<Answer<T>> ReadAsync<T>(HttpContext context, int atMost = Usual)
        where T : class
    {
        if (!context.Request.HasJsonContentType()) return Answer.No<T>("request/not-json", "the body has the type application/json");
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = atMost;
        try
        {
            var body = await JsonSerializer.DeserializeAsync<T>(context.Request.Body, ApiJson.Options, context.RequestAborted);
            return body is null ? Answer.No<T>("request/bad-json", "the body is null") : Answer.Of(body);
        }
        catch (JsonException fault)
        {
            return Answer.No<T>("request/bad-json", $"the body is not what this address takes, at `{fault.Path}`, line {fault.LineNumber + 1}");
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Answer.No<T>("request/too-large", $"a body has at most {atMost} bytes here");
        }
    }
}
