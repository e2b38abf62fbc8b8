using System.Net;
using Twofold.Fleet;
using Twofold.Fleet.Operators;
using Twofold.Web.Desk;
using Twofold.Web.SignIn;
using Twofold.Web.Tests.Running;

namespace Twofold.Web.Tests;

public sealed class SignInTests
{
    [Fact]
    public async Task The_first_link_makes_an_owner_who_is_signed_in()
    {
        await using var console = await RunningConsole.StartAsync();
        using var browser = console.Browse();
        var answer = await FirstAsync(console, browser, "ada");
        Assert.Equal("/", PathOf(answer));
        Assert.NotEqual(HttpStatusCode.Redirect, (await browser.GetAsync("/")).StatusCode);
        Assert.Equal(Role.Owner, (await console.Fleet.ViewAsync(Refs.Operator("ada"))).View.Role);
    }

    [Fact]
    public async Task The_first_link_works_once()
    {
        await using var console = await RunningConsole.StartAsync();
        using var first = console.Browse();
        using var second = console.Browse();
        var link = console.Server.FirstLink!.PathAndQuery;
        var page = await (await second.GetAsync(link)).Content.ReadAsStringAsync();
        await FirstAsync(console, first, "ada");
        var again = await second.PostAsync(link, page, ("Form.Name", "eve"), ("Form.Password", RunningConsole.Password), ("Form.Repeated", RunningConsole.Password));
        Assert.Contains("sign-in/link", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False((await console.Fleet.ViewAsync(Refs.Operator("eve"))).View.Exists);
        Assert.Equal("/sign-in", PathOf(await second.GetAsync("/")));
    }

    [Fact]
    public async Task A_start_without_an_owner_makes_a_new_link_and_a_start_with_one_makes_none()
    {
        var first = await RunningConsole.StartAsync();
        var old = first.Server.FirstLink!.PathAndQuery;
        var second = await first.RestartAsync();
        Assert.NotEqual(old, second.Server.FirstLink!.PathAndQuery);
        using var browser = second.Browse();
        Assert.Contains("sign-in/link", await (await browser.GetAsync(old)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await FirstAsync(second, browser, "ada");
        await using var third = await second.RestartAsync();
        Assert.Null(third.Server.FirstLink);
        Assert.NotEqual(HttpStatusCode.Redirect, (await browser.GetAsync($"{third.Server.Url}")).StatusCode);
    }

    [Theory]
    [InlineData("admin", "admin")]
    [InlineData("admin", "password")]
    [InlineData("", "")]
    [InlineData("twofold", "twofold")]
    public async Task There_is_no_default_password(string name, string password)
    {
        await using var console = await RunningConsole.StartAsync();
        using var browser = console.Browse();
        var answer = await browser.SubmitAsync("/sign-in", ("Form.Name", name), ("Form.Password", password));
        Assert.Contains("sign-in/wrong", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(browser.Cookies, c => c.Name == "twofold");
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_user_get_the_same_answer()
    {
        await using var console = await RunningConsole.StartAsync();
        using var browser = console.Browse();
        await FirstAsync(console, browser, "ada");
        using var stranger = console.Browse();
        var wrong = await stranger.SubmitAsync("/sign-in", ("Form.Name", "ada"), ("Form.Password", "not the password"));
        var unknown = await stranger.SubmitAsync("/sign-in", ("Form.Name", "bob"), ("Form.Password", "not the password"));
        Assert.Equal(Notice(await wrong.Content.ReadAsStringAsync()), Notice(await unknown.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_the_right_one_too()
    {
        await using var console = await RunningConsole.StartAsync();
        using var browser = console.Browse();
        await FirstAsync(console, browser, "ada");
        using var stranger = console.Browse();
        for (var i = 0; i < 5; i++) await stranger.SubmitAsync("/sign-in", ("Form.Name", "ada"), ("Form.Password", $"guess number {i}"));
        var right = await stranger.SubmitAsync("/sign-in", ("Form.Name", "ada"), ("Form.Password", RunningConsole.Password));
        Assert.Contains("sign-in/wrong", await right.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_attempts_than_the_limit_are_answered_429()
    {
        await using var console = await RunningConsole.StartAsync();
        using var browser = console.Browse();
        var page = await (await browser.GetAsync("/sign-in")).Content.ReadAsStringAsync();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i <= SignInSetup.AttemptsPerMinute; i++)
            statuses.Add((await browser.PostAsync("/sign-in", page, ("Form.Name", "bob"), ("Form.Password", "x"))).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
    }

    [Fact]
    public async Task The_cookie_is_for_this_site_and_for_no_script()
    {
        await using var console = await RunningConsole.StartAsync();
        using var browser = console.Browse();
        var answer = await FirstAsync(console, browser, "ada");
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("twofold=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_form_without_its_antiforgery_token_is_refused()
    {
        await using var console = await RunningConsole.StartAsync();
        using var browser = console.Browse();
        var answer = await browser.PostAsync("/sign-in", string.Empty, ("_handler", "sign-in"), ("Form.Name", "ada"), ("Form.Password", "x"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task An_invitation_works_once_and_gives_the_role()
    {
        await using var console = await RunningConsole.StartAsync();
        var desk = await console.DeskOfAsync("owner", Role.Owner);
        var link = (await desk.Operators.InviteAsync("bob", Role.Approver)).Value!.Link;
        using var browser = console.Browse();
        var fields = new[] { ("Form.Password", RunningConsole.Password), ("Form.Repeated", RunningConsole.Password) };
        Assert.Equal("/", PathOf(await browser.SubmitAsync(link, fields)));
        Assert.Equal(Role.Approver, (await console.Fleet.ViewAsync(Refs.Operator("bob"))).View.Role);
        using var other = console.Browse();
        Assert.Contains("sign-in/link", await (await other.GetAsync(link)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disabled_operators_session_ends_at_the_next_request()
    {
        await using var console = await RunningConsole.StartAsync();
        using var browser = console.Browse();
        await FirstAsync(console, browser, "ada");
        var desk = await console.DeskOfAsync("owner", Role.Owner);
        await console.MakeOperatorAsync("another", Role.Approver);
        Assert.False((await desk.Operators.DisableAsync("ada")).Value?.Held);
        Assert.Equal("/sign-in", PathOf(await browser.GetAsync("/")));
    }

    [Fact]
    public async Task The_last_owner_cannot_be_disabled()
    {
        await using var console = await RunningConsole.StartAsync();
        var desk = await console.DeskOfAsync("owner", Role.Owner);
        Assert.Equal("operator/last-owner", (await desk.Operators.DisableAsync("owner")).Refusal?.Code);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        await using var console = await RunningConsole.StartAsync();
        using var browser = console.Browse();
        await FirstAsync(console, browser, "ada");
        var page = await (await browser.GetAsync("/")).Content.ReadAsStringAsync();
        Assert.Equal("/sign-in", PathOf(await browser.PostAsync("/sign-out", page)));
        Assert.Equal("/sign-in", PathOf(await browser.GetAsync("/")));
    }

    [Fact]
    public async Task Only_these_addresses_want_no_session()
    {
        await using var console = await RunningConsole.StartAsync();
        string[] open = ["/api/v1/health", "/api/v1/session", "/error", "/not-found", "/sign-in", "/sign-in/first", "/sign-in/invite", "/sign-out"];
        Assert.Equal(open, console.OpenAddresses());
    }

    [Theory]
    [InlineData("/phones?page=2", "/phones?page=2")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("", "/")]
    [InlineData(null, "/")]
    public void Signing_in_leads_only_to_pages_of_this_console(string? asked, string leads) => Assert.Equal(leads, LocalReturn.To(asked));

    internal static async Task<HttpResponseMessage> FirstAsync(RunningConsole console, Browser browser, string name) =>
        await browser.SubmitAsync(
            console.Server.FirstLink!.PathAndQuery, ("Form.Name", name), ("Form.Password", RunningConsole.Password), ("Form.Repeated", RunningConsole.Password));

    private static string PathOf(HttpResponseMessage answer) =>
        answer.Headers.Location is not { } to ? $"none ({answer.StatusCode})" : to.IsAbsoluteUri ? to.AbsolutePath : to.OriginalString.Split('?')[0];

    private static string Notice(string page) => page[page.IndexOf("data-code", StringComparison.Ordinal)..].Split("</p>")[0];
}
