using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Twofold.Fleet;
using Twofold.Fleet.Embedded;
using Twofold.Fleet.Gateway;
using Twofold.Web.Api;
using Twofold.Web.AuditTrail;
using Twofold.Web.Backups;
using Twofold.Web.Desk;
using Twofold.Web.Shell;
using Twofold.Web.SignIn;

namespace Twofold.Web.Composition;

/// <summary>
/// The whole composition, in order: what is registered, what a request passes, and what starts and stops when. What a request asks of
/// the fleet passes authorise, audit and serve in <see cref="Gate"/>, which stands before every method of the desk.
/// </summary>
public sealed class ConsoleServer : IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(10);

    private readonly DataFolder _folder;
    private readonly IFleetStore _store;
    private readonly WebApplication _app;

    private ConsoleServer(DataFolder folder, IFleetStore store, WebApplication app) => (_folder, _store, _app) = (folder, store, app);

    /// <summary>Where the console listens.</summary>
    public Uri Url => _app.Services.Addresses().Console;

    /// <summary>Where phones connect.</summary>
    public Uri GatewayUrl => _app.Services.Addresses().Gateway;

    /// <summary>The one-time link for the first owner, or null when there is one. It holds a secret.</summary>
    public Uri? FirstLink { get; private set; }

    /// <summary>What is registered, for tests.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts everything over a data folder; when it answers, the console listens.</summary>
    /// <param name="configure">Changes the registrations last, for tests.</param>
    /// <exception cref="StartException">It cannot start, and why.</exception>
    public static async Task<ConsoleServer> StartAsync(
        ConsoleOptions options, Action<WebApplicationBuilder>? configure = null, CancellationToken cancel = default)
    {
        var server = await MakeAsync(options, DataFolder.Open(options.Data), configure);
        try
        {
            await server.StartAsync(options, cancel);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until somebody stops the program.</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    /// <summary>Stops taking requests, then the fleet, commits what waits, and gives the folder back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<ConsoleServer> MakeAsync(ConsoleOptions options, DataFolder folder, Action<WebApplicationBuilder>? configure)
    {
        IFleetStore? store = null;
        try
        {
            store = await FleetSetup.OpenStoreAsync(options, folder);
            return new ConsoleServer(folder, store, Build(options, folder, store, configure));
        }
        catch
        {
            if (store is not null) await store.DisposeAsync();
            folder.Dispose();
            throw;
        }
    }

    private static WebApplication Build(ConsoleOptions options, DataFolder folder, IFleetStore store, Action<WebApplicationBuilder>? configure)
    {
        var builder = ConsoleApp.CreateBuilder([]);
        builder.Bind(options);
        builder.AddQuietLogs();
        builder.Services.Configure<HostOptions>(host => (host.StartupTimeout, host.ShutdownTimeout) = (StartsWithin, StopsWithin));
        builder.Services.AddDataProtection().SetApplicationName("twofold");
        builder.Services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = new DurableKeys(folder.Keys));
        builder.Services.AddFleet(store);
        builder.Services.AddAuditTrail(options.Audit, store);
        builder.AddPhones(options, folder);
        builder.Services.AddSingleton<FirstStart>().AddSingleton<CodeFile>();
        builder.Services.AddSingleton(options).AddSingleton(store).AddSingleton<AfterRestore>().AddHostedService<Keeper>();
        builder.Services.AddSingleton<BackupMaker>().AddHostedService(s => s.GetRequiredService<BackupMaker>());
        builder.Services.AddSignIn();
        builder.Services.AddDesk(new Patience(options.AnswerWithin));
        builder.Services.AddApi();
        builder.AddShell();
        configure?.Invoke(builder);
        var app = builder.Build();
        Compose(app);
        return app;
    }

    private static void Compose(WebApplication app)
    {
        app.UseGateway();
        app.UseShell();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapSignOut();
        app.MapApi();
        app.MapAuditExport();
        app.MapShell();
    }

    private async Task StartAsync(ConsoleOptions options, CancellationToken cancel)
    {
        _app.Services.StartFleet();
        await _app.Services.GetRequiredService<AfterRestore>().TellAsync(cancel);
        var first = _app.Services.GetRequiredService<FirstStart>();
        await first.SetGovernorAsync(options, cancel);
        var link = await first.OpenLinkAsync(cancel);
        await _app.StartAsync(cancel);
        if (link is not null) FirstLink = new Uri(Url, link);
        if (options.IssueCodes is { } list) await _app.Services.GetRequiredService<CodeFile>().IssueAsync(list, cancel);
    }
}
