using Twofold.Device.Tests.Agent;
using Twofold.Protocol;

namespace Twofold.Device.Tests.Local;

/// <summary>What the phone's own page shows, and to whom.</summary>
public sealed class LocalPagesTests : IDisposable
{
    private readonly LocalBrowser _browser = new();

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task It_shows_every_vm_the_last_contact_and_the_instants_of_the_lease()
    {
        await RunAsync();
        var page = _browser.Read();
        Assert.Contains("Personal VM “personal”", page, StringComparison.Ordinal);
        Assert.Contains("Work VM “work” State running Locked no", page, StringComparison.Ordinal);
        Assert.Contains("The organisation was last heard on 2026-03-02 at 08:00 (UTC+00:00)", page, StringComparison.Ordinal);
        Assert.Contains("it locks on 2026-03-02 at 09:00 (UTC+00:00)", page, StringComparison.Ordinal);
        Assert.Contains("its data is destroyed on 2026-03-03 at 08:00 (UTC+00:00)", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instants_are_those_of_the_phones_own_time_zone()
    {
        _browser.Phone.Time.Zone = TimeZoneInfo.CreateCustomTimeZone("there", TimeSpan.FromHours(5.5), "there", "there");
        await RunAsync();
        Assert.Contains("last heard on 2026-03-02 at 13:30 (UTC+05:30)", _browser.Read(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_why_the_work_vm_is_locked_and_what_opens_it()
    {
        await RunAsync(AgentBench.Lock());
        Assert.Contains("It opens when the organisation takes the lock back and the phone is in contact", _browser.Read(), StringComparison.Ordinal);

        _browser.Phone.Server.Want(3, Lifecycle.Running);
        await _browser.Phone.RestAsync();
        _browser.Phone.Time.Advance(TimeSpan.FromHours(2));
        _browser.Enter();
        Assert.Contains("Connect the phone to the internet: it opens by itself at the next contact", _browser.Read(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_that_policy_closes_the_work_vm_at_this_hour()
    {
        var work = FakeServer.Work(("hours.access", "mon 09:00-17:00"), ("lease.offline-lock", "3d"));
        _browser.Phone.Server.Connect();
        _browser.Phone.Server.Say(_browser.Phone.Server.Frame(1, [new DesiredVm("work", 1, Lifecycle.Running, work.Digest)], [], [work]));
        await _browser.Phone.RestAsync();
        _browser.Enter();
        Assert.Contains("policy closes it at this hour. It opens by itself when its hours begin", _browser.Read(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_which_rule_the_work_vm_breaks_and_what_follows_when()
    {
        await RunAsync();
        var since = new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
        _browser.Notices =
        [
            new("work", "network.mode", since, since.AddDays(3), since.AddDays(14)), new("work", "vm.memory", since, LockAt: null, since.AddDays(7)),
            new("work", "camera.access", since, LockAt: null, WipeAt: null),
        ];
        var page = _browser.Read();
        Assert.Contains(
            "Network, since 2026-03-01 at 08:00 (UTC+00:00) . It is locked on 2026-03-04 at 08:00 (UTC+00:00) and its data is destroyed on 2026-03-15 at 08:00 (UTC+00:00) , unless it complies before.",
            page, StringComparison.Ordinal);
        Assert.Contains("Memory, since 2026-03-01 at 08:00 (UTC+00:00) . Its data is destroyed on 2026-03-08 at 08:00 (UTC+00:00) , unless it complies before.", page, StringComparison.Ordinal);
        Assert.Contains("Camera, since 2026-03-01 at 08:00 (UTC+00:00) . Nothing follows but this notice.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wiped_vm_is_said_to_be_wiped_and_has_no_lease_any_more()
    {
        await RunAsync(AgentBench.Wipe());
        var page = _browser.Read();
        Assert.Contains("wiped: nothing of it is left", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Without contact", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_user_agrees_sees_until_when_and_takes_it_back()
    {
        await RunAsync();
        Assert.Contains("You do not agree now, so nobody is shown it", _browser.Read(), StringComparison.Ordinal);

        Follow(_browser.Say("give"), "You agreed. It ends by itself");
        Assert.Contains("You agreed, until 2026-03-02 at 09:00", _browser.Read(), StringComparison.Ordinal);
        await _browser.Phone.RestAsync();
        Assert.Equal("with-consent", _browser.Phone.LastReport.Work[0].Settings["screen.remote-view"].Text);

        Follow(_browser.Say("withhold"), "You do not agree. The organisation is told so");
        Assert.Empty(_browser.Phone.Record.Given());
    }

    [Fact]
    public async Task A_form_from_elsewhere_changes_nothing()
    {
        await RunAsync();
        LocalAnswer[] tried =
        [
            _browser.Say("give", (headers, _) => headers["origin"] = "http://evil.example"),
            _browser.Say("give", (headers, _) => headers["origin"] = "null"),
            _browser.Say("give", (headers, _) => headers.Remove("origin")),
            _browser.Say("give", (headers, _) => headers["sec-fetch-site"] = "cross-site"),
            _browser.Say("give", (_, form) => form.Remove("token")),
            _browser.Say("give", (_, form) => form["token"] += "x"),
            _browser.Say("give", (headers, _) => headers["host"] = "phone.evil.example:4711"),
            _browser.Answer("GET", _browser.Root + "consent"),
        ];
        Assert.All(tried, answer => Assert.StartsWith("4", answer.Status, StringComparison.Ordinal));
        Assert.Empty(_browser.Phone.Record.Given());
    }

    [Fact]
    public async Task What_policy_does_not_ask_for_is_not_taken_from_a_form()
    {
        await RunAsync();
        Follow(_browser.Say("give", (_, form) => form["slot"] = "personal"), "policy does not ask you for this any more");
        Follow(_browser.Say("give", (_, form) => form["setting"] = "camera.access"), "policy does not ask you for this any more");
        Follow(_browser.Say("both"), "policy does not ask you for this any more");
        Assert.Empty(_browser.Phone.Record.Given());
    }

    [Fact]
    public void A_name_that_leads_here_from_elsewhere_is_answered_nothing()
    {
        _browser.Enter();
        foreach (var host in new[] { "phone.evil.example", "phone.evil.example:4711", "localhost:4711", "127.0.0.1", "127.0.0.1:80", "" })
            Assert.Equal("421 Misdirected Request", _browser.Answer("GET", _browser.Root, host).Status);
    }

    [Fact]
    public async Task Every_order_ever_received_is_listed_the_newest_first_a_page_at_a_time()
    {
        await RunAsync();
        Assert.Contains("This phone has received no order yet", _browser.Read("orders"), StringComparison.Ordinal);

        for (var order = 1; order <= 60; order++) _browser.Orders.Append($"order-{order}", "lock", AgentBench.Work, $"refused order/older-epoch <b>{order}</b>");
        var first = _browser.Read("orders");
        Assert.Contains("60 entries", first, StringComparison.Ordinal);
        Assert.Contains("2026-03-02 08:00:00 order-60 lock work-1 refused order/older-epoch <b>60</b>", first, StringComparison.Ordinal);
        Assert.DoesNotContain("order-10 ", first, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", _browser.Get("orders").Body.Text, StringComparison.Ordinal);
        var second = _browser.Read("orders?from=50");
        Assert.Contains("order-10 ", second, StringComparison.Ordinal);
        Assert.DoesNotContain("order-11 ", second, StringComparison.Ordinal);
        Assert.Contains("60 entries", _browser.Read("orders?from=-1"), StringComparison.Ordinal);
        Assert.Contains("60 entries", _browser.Read("orders?from=999999999"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_published_list_and_what_may_pass_between_the_vms_are_shown()
    {
        await RunAsync();
        var page = _browser.Read("told");
        Assert.All(PublishedList.Told, told => Assert.Contains(told.Text, page, StringComparison.Ordinal));
        Assert.All(PublishedList.Never, never => Assert.Contains(never, page, StringComparison.Ordinal));
        Assert.Contains("both", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_phone_that_was_never_enrolled_has_a_page_too()
    {
        var view = LocalView.Of(DeviceRecord.Empty, AgentBench.Slots, seen: null, TimeProvider.System);
        var page = PhonePage.Of(new LocalSession("address", "token"), view, TimeProvider.System, said: null).Text;
        Assert.Contains("Not enrolled. The organisation was never heard.", page, StringComparison.Ordinal);
        Assert.Contains("Policy asks you for nothing", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_said_not_to_be()
    {
        _browser.Enter();
        foreach (var target in new[] { "/", "/favicon.ico", _browser.Root + "nothing", _browser.Root + "../etc/passwd", "/s/", "/open/" })
            Assert.StartsWith("4", _browser.Answer("GET", target).Status, StringComparison.Ordinal);
    }

    private void Follow(LocalAnswer answer, string words)
    {
        Assert.Equal("303 See Other", answer.Status);
        Assert.Contains(words, _browser.Read(answer.Location![_browser.Root.Length..]), StringComparison.Ordinal);
    }

    private async Task RunAsync(params DeviceOrder[] orders)
    {
        _browser.Phone.Server.Connect();
        _browser.Phone.Server.Want(1, Lifecycle.Running);
        await _browser.Phone.RestAsync();
        if (orders.Length > 0) _browser.Phone.Server.Want(2, Lifecycle.Running, 1, orders);
        await _browser.Phone.RestAsync();
        _browser.Enter();
    }
}
