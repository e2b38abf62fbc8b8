using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Twofold.Fleet.Embedded;
using Twofold.Fleet.Governors;
using Twofold.Fleet.Phones;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway.Tests.Rig;

/// <summary>A real gateway on loopback over the embedded fleet, in a folder of its own.</summary>
internal sealed class GatewayRig : IAsyncDisposable
{
    private readonly TestFolder _folder;
    private readonly bool _own;
    private readonly ISecretProtector _protector;
    private WebApplication? _app;
    private EmbeddedHost? _host;

    private GatewayRig(TestPlace? place) =>
        (_folder, _own, _protector) = (place?.Folder ?? new(), place is null, place?.Protector ?? new TestProtector());

    public ShiftedTime Time { get; } = new();

    public LogLines Log { get; } = new();

    public IFleet Fleet => _host!.Fleet;

    public IDocumentStore Documents => _host!.Documents;

    public IFleetIndex Index => _host!.Index;

    /// <summary>The fleet as the gateway sees it.</summary>
    public CountedFleet Counted { get; private set; } = null!;

    /// <summary>The index as the gateway sees it.</summary>
    public CountedIndex CountedIndex { get; private set; } = null!;

    public Uri Address { get; private set; } = new("https://localhost:1/");

    public OrganisationAuthority Authority => _app!.Services.GetRequiredService<OrganisationAuthority>();

    /// <summary>What an earlier server left in the store is put there by <paramref name="before"/>.</summary>
    /// <param name="place">Where it keeps everything, when that outlives it.</param>
    public static async Task<GatewayRig> StartAsync(
        Func<GatewayOptions, GatewayOptions>? change = null, Func<IFleet, Task>? before = null, TestPlace? place = null)
    {
        var rig = new GatewayRig(place);
        await rig.RunAsync(change ?? (o => o), before ?? (_ => Task.CompletedTask));
        return rig;
    }

    public async Task<EnrolmentToken> TokenAsync(string name = "phone", params (string Key, string Value)[] labels)
    {
        var byKey = labels.ToImmutableSortedDictionary(l => l.Key, l => l.Value, StringComparer.Ordinal);
        var code = await _app!.Services.GetRequiredService<EnrolmentDesk>().IssueAsync(Actor.System, name, "owner", byKey, TimeSpan.FromHours(1));
        Assert.Equal(Authority.RootFingerprint, code.Value!.RootFingerprint);
        return EnrolmentToken.TryParse(code.Value.Token)!;
    }

    /// <summary>A new phone, enrolled.</summary>
    public async Task<TestPhone> PhoneAsync(string hardware, params (string Key, string Value)[] labels)
    {
        var phone = new TestPhone(this, hardware);
        await phone.EnrolAsync(await TokenAsync(hardware, labels));
        return phone;
    }

    public async Task<PhoneView> ViewAsync(string phoneId) => (await Fleet.ViewAsync(Phones.Phones.Id(phoneId))).View;

    public Task<PhoneView> SeeAsync(string phoneId, Func<PhoneView, bool> holds) => Eventually.SeeAsync(() => ViewAsync(phoneId), holds);

    /// <summary>The phone once it has policies and its work VM.</summary>
    public Task<PhoneView> ComposedAsync(string phoneId) => SeeAsync(
        phoneId, p => p.Desired is { PhonePolicy: not null, Vms: [{ Policy: not null }] } && p.PolicyRevision == 0);

    /// <summary>Stops the server as SIGTERM does; the fleet can still be asked.</summary>
    public Task StopAsync() => _app!.StopAsync();

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        if (_host is not null) await _host.DisposeAsync();
        if (_own) _folder.Dispose();
    }

    private async Task RunAsync(Func<GatewayOptions, GatewayOptions> change, Func<IFleet, Task> before)
    {
        var incidents = new ConcurrentQueue<HostIncident>();
        _host = await EmbeddedHost.StartAsync(new SqliteOptions(_folder.In("fleet.db")), FleetKinds.All, Time, incidents.Enqueue);
        await _host.Fleet.AskAsync(Governors.Governors.Organisation, new GovernorCommand.Configure(GovernorSettings.Of(100)), Actor.System);
        await before(_host.Fleet);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders().AddProvider(Log);
        (Counted, CountedIndex) = (new CountedFleet(_host.Fleet), new CountedIndex(_host.Index));
        builder.Services.AddSingleton<IFleet>(Counted).AddSingleton<IFleetIndex>(CountedIndex).AddSingleton(_host.Documents);
        builder.Services.AddSingleton<TimeProvider>(Time).AddSingleton(_protector);
        builder.Services.AddGateway(change(new GatewayOptions(_folder.In("trust"), Address) { Port = 0 }));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenForPhones());
        _app = builder.Build();
        _app.UseGateway();
        await _app.StartAsync();
        var bound = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Address = new Uri($"https://localhost:{new Uri(bound).Port}/");
    }
}

/// <summary>Every line that was logged, for tests that look at them.</summary>
internal sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Logger(_lines);

    public void Dispose() => GC.SuppressFinalize(this);

    private sealed class Logger(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");
    }
}
