using System.Collections.Immutable;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Twofold.Fleet;
using Twofold.Fleet.Operators;
using Twofold.Fleet.Phones;
using Twofold.Protocol;
using Twofold.Web.AuditTrail;
using Twofold.Web.Composition;
using Twofold.Web.Desk;

namespace Twofold.Web.Tests.Running;

/// <summary>A whole console in this process, on loopback ports that the system chose, over a folder that goes with it.</summary>
public sealed class RunningConsole : IAsyncDisposable
{
    public const string Password = "correct horse battery staple";

    private readonly DirectoryInfo _folder;

    private RunningConsole(DirectoryInfo folder, ConsoleServer server, LogCapture logs) => (_folder, Server, Logs) = (folder, server, logs);

    public ConsoleServer Server { get; }

    public LogCapture Logs { get; }

    public IFleet Fleet => Server.Services.GetRequiredService<IFleet>();

    /// <summary>Where it keeps everything.</summary>
    public string DataFolder => Path.Combine(_folder.FullName, "server");

    /// <summary>Every address that is mapped, as <c>METHOD path</c>.</summary>
    public IReadOnlyList<string> Addresses() =>
    [
        .. Server.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"]).Select(m => $"{m} {e.RoutePattern.RawText}")),
    ];

    /// <summary>Every address that wants no session and is no file of the console's own.</summary>
    public IReadOnlyList<string> OpenAddresses() =>
    [
        .. Server.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null && e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Select(e => e.RoutePattern.RawText ?? string.Empty).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>Every secret that this console gave out, for searching in logs.</summary>
    public IList<string> Secrets { get; } = [Password];

    public static async Task<RunningConsole> StartAsync(
        int? budget = 5, DirectoryInfo? folder = null, string logged = "Twofold", Action<WebApplicationBuilder>? configure = null,
        AuditOptions? audit = null, Func<ConsoleOptions, ConsoleOptions>? options = null)
    {
        folder ??= Directory.CreateTempSubdirectory("twofold-console-");
        var logs = new LogCapture();
        var over = OptionsOver(folder, budget) with { Audit = audit ?? new AuditOptions() };
        var server = await ConsoleServer.StartAsync(options?.Invoke(over) ?? over, builder =>
        {
            builder.Logging.AddProvider(logs).AddFilter<LogCapture>(logged, LogLevel.Trace);
            configure?.Invoke(builder);
        });
        var console = new RunningConsole(folder, server, logs);
        if (server.FirstLink is { } link) console.Secrets.Add(link.Query["?token=".Length..]);
        return console;
    }

    public static ConsoleOptions OptionsOver(DirectoryInfo folder, int? budget = 5) => new()
    {
        Data = Path.Combine(folder.FullName, "server"),
        Listen = new ListenAddress("http", "127.0.0.1", 0),
        Gateway = new ListenAddress("https", "127.0.0.1", 0),
        Budget = budget,
        RoleAge = TimeSpan.Zero,
        LooseningWait = TimeSpan.Zero,
        AnswerWithin = TimeSpan.FromMinutes(1),
    };

    /// <summary>Stops the console and starts another over the same folder.</summary>
    public async Task<RunningConsole> RestartAsync(int? budget = 5)
    {
        await Server.DisposeAsync();
        return await StartAsync(budget, _folder);
    }

    /// <summary>A browser without scripts: it keeps cookies and follows no redirect.</summary>
    public Browser Browse() => new(Server.Url);

    /// <summary>A desk at which an operator with this role stands. The operator is made as the sign-in makes one.</summary>
    public async Task<FleetDesk> DeskOfAsync(string name, Role role)
    {
        var scope = Server.Services.CreateScope();
        scope.ServiceProvider.GetRequiredService<Seat>().Take(await MakeOperatorAsync(name, role));
        return scope.ServiceProvider.GetRequiredService<FleetDesk>();
    }

    /// <summary>An operator with a password hash that no password has.</summary>
    public async Task<Caller> MakeOperatorAsync(string name, Role role)
    {
        var (link, hash) = (Secret.HashOf(Secret.New()), $"hash-of-{name}");
        Accepted(await Fleet.AskAsync(Refs.Operator(name), new OperatorCommand.Invite(role, link, DateTimeOffset.UtcNow.AddDays(1)), Actor.System));
        Accepted(await Fleet.AskAsync(Refs.Operator(name), new OperatorCommand.Accept(link, hash), Actor.System));
        if (Roles.Approves(role, ImmutableSortedDictionary<string, string>.Empty)) await SeatedAsync(name);
        return new Caller(ActorKind.Person, name, Secret.StampOf(hash));
    }

    // The governor hears of an approver by letter.
    private Task SeatedAsync(string name) =>
        Eventually.TrueAsync(async () => (await Fleet.ViewAsync(Refs.Governor)).View.Approvers.Any(a => a.Person == name));

    /// <summary>The text of a service token with these capabilities.</summary>
    public async Task<string> TokenAsync(params string[] capabilities)
    {
        var desk = await DeskOfAsync($"owner-{Secret.NewId()}", Role.Owner);
        var issued = await desk.Tokens.IssueAsync("pipeline", [.. capabilities]);
        Assert.Null(issued.Refusal);
        Secrets.Add(issued.Value!.Text.Split('_')[2]);
        return issued.Value.Text;
    }

    /// <summary>A client of the API with a token of these capabilities.</summary>
    public async Task<HttpClient> ApiAsync(params string[] capabilities) => Api(await TokenAsync(capabilities));

    /// <summary>A client of the API that shows this token.</summary>
    public HttpClient Api(string? token)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(Server.Url, "/api/v1/") };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A phone as enrolment makes it, with a work and a personal VM; answers its id.</summary>
    public async Task<string> EnrolAsync(string name = "Ada's phone", ImmutableSortedDictionary<string, string>? labels = null)
    {
        var phone = PhoneId.From($"hardware of {name}");
        var enrol = new PhoneCommand.Enrol(
            "enrolment", $"hardware of {name}", name, "ada", labels ?? ImmutableSortedDictionary<string, string>.Empty.Add("team", "field"), "a2V5", new string('a', 64),
            [new("work", VmOwner.Organisation), new("personal", VmOwner.Personal)]);
        Accepted(await Fleet.AskAsync(Refs.Phone(phone), enrol, Actor.System));
        await Eventually.TrueAsync(async () => (await Fleet.ViewAsync(Refs.Vm(phone, "work"))).Version > 0);
        return phone;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static void Accepted(Reply reply) => Assert.Null(reply.Explanation);
}
