using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using Twofold.Fleet;
using Twofold.Fleet.Operators;
using Twofold.Fleet.PolicySets;
using Twofold.Fleet.Vms;
using Twofold.Policies;
using Twofold.Protocol;
using Twofold.Web.Composition;
using Twofold.Web.Desk;
using Twofold.Web.SignIn;

namespace Twofold.EndToEnd.Tests.Seeding;

/// <summary>
/// The whole console in this process over a folder of its own, with operators, a policy and phones in every state, and a browser.
/// Phones from 40 on are all well and for tests that change them; each such test takes its own.
/// </summary>
public sealed class SeededFleet : IAsyncLifetime
{
    /// <summary>How many phones there are as a rule.</summary>
    public const int Usual = 60;

    /// <summary>Work VMs per hour that the governor lets pass as a rule.</summary>
    public const int UsualBudget = 25;

    /// <summary>The owner of the installation.</summary>
    public const string Owner = "ada";

    /// <summary>May approve and read.</summary>
    public const string Approver = "grace";

    /// <summary>May use and wipe work VMs.</summary>
    public const string Helpdesk = "radia";

    /// <summary>May only read.</summary>
    public const string Viewer = "hedy";

    private const string Password = "four quiet lanterns drift";
    private const string Link = "seeded-link";

    private readonly BrowserFixture browser = new();
    private readonly Dictionary<string, IReadOnlyList<Cookie>> sessions = [];
    private readonly string folder = Directory.CreateTempSubdirectory("twofold-seeded-").FullName;
    private readonly int phones;
    private readonly int budget;
    private ConsoleServer? server;
    private TimeSpan wait;

    /// <summary>A fleet of the usual size.</summary>
    public SeededFleet()
        : this(Usual, UsualBudget)
    {
    }

    private SeededFleet(int phones, int budget) => (this.phones, this.budget) = (phones, budget);

    /// <summary>The fleet behind the console.</summary>
    public IFleet Fleet => server!.Services.GetRequiredService<IFleet>();

    /// <summary>Where the console is.</summary>
    public Uri Url => new(server!.Url.GetLeftPart(UriPartial.Authority));

    /// <summary>A fleet of another size, for one test.</summary>
    /// <param name="wait">How long a change of who decides waits; not at all unless told.</param>
    public static async Task<SeededFleet> StartAsync(int phones, int budget, TimeSpan wait = default)
    {
        var fleet = new SeededFleet(phones, budget) { wait = wait };
        await fleet.InitializeAsync();
        return fleet;
    }

    /// <summary>A seeded phone, from 1.</summary>
    public SeededPhone Phone(int number) => new(Fleet, number);

    /// <summary>Somebody of the helpdesk orders the wipe of a phone's work VM, and the governor answers.</summary>
    public async Task OrderWipeAsync(int number, string reason)
    {
        var actor = new Actor(ActorKind.Person, Helpdesk, (await Fleet.ViewAsync(Refs.Operator(Helpdesk))).View.Capabilities);
        await Fleet.AskAsync(Refs.Vm(Phone(number).Id, "work"), new VmCommand.RequestWipe($"wipe-{number}", reason), actor);
        await Phone(number).WipeAtAsync(WipeStep.Held);
    }

    /// <summary>Opens a page of the console as somebody who is signed in, and waits until its circuit hears clicks.</summary>
    public async Task<IPage> OpenAsync(string path, ColorScheme theme = ColorScheme.Light, int width = 1280, string person = Owner)
    {
        var page = await browser.NewPageAsync(theme, width, baseUrl: Url.ToString());
        await SignInAsync(page, person);
        await page.GotoLiveAsync(path);
        return page;
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var options = new ConsoleOptions
        {
            Data = folder,
            Listen = new("http", "127.0.0.1", 0),
            Gateway = new("https", "127.0.0.1", 0),
            Budget = budget,
            RoleAge = TimeSpan.Zero,
            LooseningWait = wait,
            AnswerWithin = TimeSpan.FromMinutes(1),
        };
        server = await ConsoleServer.StartAsync(options);
        await SeedAsync();
        await browser.InitializeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        if (server is not null) await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task SeedAsync()
    {
        var hash = Passwords.Hash(Password);
        foreach (var (name, role) in new[] { (Owner, Role.Owner), (Approver, Role.Approver), (Helpdesk, Role.Helpdesk), (Viewer, Role.Viewer) })
            await InviteAsync(name, role, hash);
        await AskAsync(Refs.PolicySet, new PolicySetCommand.Propose("seeded", SeededPolicy.Files, SeededPolicy.Set.Digest, 0, 0, "first policies"));
        await Until.TrueAsync(async () => (await Fleet.ViewAsync(Refs.PolicySet)).View.Revision == 1);
        foreach (var some in Enumerable.Range(1, phones).Chunk(10)) await Task.WhenAll(some.Select(SeedAsync));
    }

    private async Task InviteAsync(string name, Role role, string passwordHash)
    {
        var link = Secret.HashOf(Link);
        await AskAsync(Refs.Operator(name), new OperatorCommand.Invite(role, link, DateTimeOffset.UtcNow.AddDays(1)));
        await AskAsync(Refs.Operator(name), new OperatorCommand.Accept(link, passwordHash));
    }

    private async Task SeedAsync(int number)
    {
        var phone = Phone(number);
        await phone.EnrolAsync();
        if (number is 39) return;
        await phone.ConnectAsync(number is 13 ? 4_000 : null);
        if (number is 13) return;
        await phone.ReportAsync(WorkOf(number), OddOf(number));
        if (number < 40 && number % 7 == 0) await phone.DisconnectAsync();
        if (number < 40 && number % 11 == 0) await LetWaitAsync(number);
    }

    private static GuestState? WorkOf(int number) => number switch
    {
        5 or 17 => GuestState.Paused,
        9 or 14 or 28 => GuestState.Suspended,
        19 => GuestState.Failed,
        _ => null,
    };

    private static (string Key, string? Text)[] OddOf(int number) => number switch
    {
        3 or 24 => [("network.mode", "internet"), ("usb.passthrough", null)],
        8 or 20 => [("vm.memory", "2GiB")],
        16 => [("vm.vcpus", null)],
        _ => [],
    };

    // A change that the phone has not read back yet.
    private Task LetWaitAsync(int number) =>
        AskAsync(Refs.Vm(Phone(number).Id, "work"), new VmCommand.SetLifecycle(Lifecycle.Stopped));

    private async Task AskAsync<TCommand, TView>(GrainRef<TCommand, TView> to, TCommand command)
        where TCommand : notnull
    {
        var reply = await Fleet.AskAsync(to, command, Actor.System);
        Assert.True(reply.Ok, $"{command.GetType().Name}: {reply.Explanation}");
    }

    private async Task SignInAsync(IPage page, string person)
    {
        if (!sessions.TryGetValue(person, out var cookies)) sessions[person] = cookies = await TakeSessionAsync(page, person);
        await page.Context.AddCookiesAsync(cookies.Select(c => new Cookie { Name = c.Name, Value = c.Value, Url = Url.ToString() }));
    }

    private async Task<IReadOnlyList<Cookie>> TakeSessionAsync(IPage page, string person)
    {
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("User name").FillAsync(person);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.Locator(".tw-shell").WaitForAsync();
        return [.. (await page.Context.CookiesAsync()).Select(c => new Cookie { Name = c.Name, Value = c.Value })];
    }
}
