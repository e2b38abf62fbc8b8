using System.Collections.Immutable;
using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>What the pages are made from.</summary>
/// <param name="Journal">The durable state.</param>
/// <param name="Slots">Whose each VM is.</param>
/// <param name="Orders">Every order ever received.</param>
/// <param name="Seen">What was read back last.</param>
/// <param name="Notices">What the server announced last.</param>
internal sealed record LocalSources(
    DeviceJournal Journal, SlotTable Slots, OrderLog Orders, Func<PhoneReport?> Seen, Func<ImmutableArray<PhoneNotice>> Notices, TimeProvider Time)
{
    /// <summary>What the phone shows now.</summary>
    public LocalView View() => LocalView.Of(Journal.Record, Slots, Seen(), Time) with { Notices = Notices() };
}

/// <summary>
/// Answers requests to the phone's own page. INVARIANT: nothing is answered under another name than the page's own (a site cannot have its name
/// lead here), and nothing changes but by a form of a session's own page.
/// </summary>
/// <param name="authority">Host and port.</param>
internal sealed class LocalPages(Func<string> authority, LocalDoor door, LocalSources sources)
{
    private readonly ConsentDesk _consents = new(sources.Journal, sources.Slots, sources.Orders);

    /// <summary>An address that opens once.</summary>
    public string NewAddress() => $"http://{authority()}/open/{door.NewKey()}";

    /// <summary>The answer.</summary>
    public LocalAnswer Answer(LocalRequest untrusted)
    {
        if (untrusted.Header("host") != authority()) return LocalAnswer.Refusal("421 Misdirected Request", "Not here", "this page has another name");
        return untrusted.Path.Split('/') switch
        {
            ["", "open", var key] when untrusted.Method == "GET" => Open(key),
            ["", "s", var address, var place] => door.Find(address) is { } session ? Within(session, place, untrusted) : Closed(),
            _ => LocalAnswer.Refusal("404 Not Found", "Nothing here", "the phone has no such page"),
        };
    }

    private LocalAnswer Open(string untrustedKey) => door.Open(untrustedKey) is { } session ? LocalAnswer.GoTo(session.Root) : Closed();

    private LocalAnswer Within(LocalSession session, string place, LocalRequest untrusted) => (untrusted.Method, place) switch
    {
        ("GET", "") => LocalAnswer.Page(PhonePage.Of(session, sources.View(), sources.Time, untrusted.Query.GetValueOrDefault("said"))),
        ("GET", "orders") => LocalAnswer.Page(OrdersPage.Of(session, sources.Orders.Read(), untrusted.Query.GetValueOrDefault("from"))),
        ("GET", "told") => LocalAnswer.Page(ToldPage.Of(session, sources.View())),
        ("POST", "consent") => IsOwnForm(session, untrusted) ? Consent(session, untrusted.Form) : LocalAnswer.Refusal(
            "403 Forbidden", "Not from this page", "this does not come from a form of the phone's own page, so nothing was changed"),
        _ => LocalAnswer.Refusal("404 Not Found", "Nothing here", "the phone has no such page"),
    };

    private bool IsOwnForm(LocalSession session, LocalRequest untrusted) =>
        untrusted.Header("origin") == $"http://{authority()}"
        && untrusted.Header("sec-fetch-site") is null or "same-origin"
        && LocalDoor.IsSame(session.FormToken, untrusted.Form.GetValueOrDefault("token"));

    private LocalAnswer Consent(LocalSession session, IReadOnlyDictionary<string, string> form)
    {
        var (setting, slot) = (form.GetValueOrDefault("setting", ""), form.GetValueOrDefault("slot", ""));
        var record = sources.Journal.Record;
        var done = form.GetValueOrDefault("answer") switch
        {
            "give" => _consents.Give(setting, slot, LocalView.Wanted(record), new TrustedClock(sources.Time, record.HighestTime).Now()) ? "given" : "not-asked",
            "withhold" => _consents.Withhold(setting, slot, LocalView.Wanted(record)) ? "withheld" : "not-asked",
            _ => "not-asked",
        };
        return LocalAnswer.GoTo($"{session.Root}?said={done}");
    }

    private static LocalAnswer Closed() => LocalAnswer.Refusal(
        "403 Forbidden", "This address does not open", "each address opens once and soon; ask the phone for a new one with `twofold-agent status`");
}
