using System.Collections.Immutable;
using System.Net;
using System.Text.RegularExpressions;
using Twofold.Device.Tests.Agent;
using Twofold.Protocol;

namespace Twofold.Device.Tests.Local;

/// <summary>A phone whose page is asked without a socket, as a browser would ask it.</summary>
internal sealed partial class LocalBrowser : IDisposable
{
    public const string Authority = "127.0.0.1:4711";
    private readonly string _folder = Directory.CreateTempSubdirectory("twofold-page-").FullName;
    private readonly LocalPages _pages;

    public LocalBrowser()
    {
        Orders = new OrderLog(Path.Combine(_folder, "orders.log"), Phone.Time);
        Door = new LocalDoor(Phone.Time);
        _pages = new LocalPages(() => Authority, Door, new LocalSources(
            Phone.Journal, AgentBench.Slots, Orders, () => Phone.Server.Heard.Count == 0 ? null : Phone.LastReport, () => Notices, Phone.Time));
    }

    public AgentBench Phone { get; } = new();

    public OrderLog Orders { get; }

    public LocalDoor Door { get; }

    /// <summary>What the server announced.</summary>
    public ImmutableArray<PhoneNotice> Notices { get; set; } = [];

    /// <summary>The root of the session that is open.</summary>
    public string Root { get; private set; } = "/";

    public void Enter() => Root = Answer("GET", new Uri(_pages.NewAddress()).AbsolutePath).Location!;

    /// <summary>A page of the session as its reader sees it: words, not markup.</summary>
    public string Read(string place = "") => Words(Get(place).Body.Text);

    public LocalAnswer Get(string place = "") => Answer("GET", Root + place);

    /// <summary>Presses a button of the consent form.</summary>
    public LocalAnswer Say(string answer, Action<Dictionary<string, string>, Dictionary<string, string>>? change = null)
    {
        var form = Hidden().Matches(Get().Body.Text).ToDictionary(field => field.Groups["name"].Value, field => WebUtility.HtmlDecode(field.Groups["value"].Value), StringComparer.Ordinal);
        form["answer"] = answer;
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["host"] = Authority, ["origin"] = $"http://{Authority}", ["sec-fetch-site"] = "same-origin" };
        change?.Invoke(headers, form);
        return _pages.Answer(new LocalRequest("POST", Root + "consent", new Dictionary<string, string>(), headers, form));
    }

    public LocalAnswer Answer(string method, string target, string host = Authority)
    {
        var parts = target.Split('?');
        var query = parts.Length < 2 ? [] : parts[1].Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["host"] = host };
        return _pages.Answer(new LocalRequest(method, parts[0], query, headers, new Dictionary<string, string>()));
    }

    public void Dispose()
    {
        Phone.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Words(string html) => WebUtility.HtmlDecode(Spaces().Replace(Markup().Replace(html, " "), " "));

    [GeneratedRegex("<style>.*?</style>|<[^>]*>", RegexOptions.Singleline)]
    private static partial Regex Markup();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Hidden();
}
