using System.Net;
using System.Text.RegularExpressions;

namespace Twofold.Web.Tests.Running;

/// <summary>A browser without scripts: it keeps cookies, posts the forms of pages, and follows no redirect.</summary>
public sealed partial class Browser(Uri server) : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private HttpClient? _client;

    /// <summary>The cookies it has now.</summary>
    public IReadOnlyList<Cookie> Cookies => [.. _cookies.GetCookies(server).Cast<Cookie>()];

    private HttpClient Client => _client ??= new HttpClient(
        new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = _cookies }) { BaseAddress = server };

    public Task<HttpResponseMessage> GetAsync(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        return Client.SendAsync(request);
    }

    /// <summary>Loads a page, fills in its form, and posts it.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string path, params (string Name, string Value)[] fields)
    {
        var page = await (await GetAsync(path)).Content.ReadAsStringAsync();
        return await PostAsync(path, page, fields);
    }

    /// <summary>Posts the form of a page that was loaded before.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, string page, params (string Name, string Value)[] fields)
    {
        var form = Hidden().Matches(page).ToDictionary(m => m.Groups["name"].Value, m => WebUtility.HtmlDecode(m.Groups["value"].Value), StringComparer.Ordinal);
        foreach (var (name, value) in fields) form[name] = value;
        return Client.PostAsync(path, new FormUrlEncodedContent(form));
    }

    public void Dispose() => _client?.Dispose();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Hidden();
}
