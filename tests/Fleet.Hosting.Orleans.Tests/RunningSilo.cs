using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;
using Orleans.Runtime;
using Twofold.Fleet;
using Twofold.Fleet.Conformance;

namespace Twofold.Cluster.Tests;

/// <summary>Where a silo listens, and how it finds the others.</summary>
/// <param name="Primary">The port of the silo that keeps the membership in memory; the silo's own for the first one.</param>
/// <param name="Database">A database with the engine's tables, which then keeps the membership instead; or null.</param>
public sealed record SiloPlace(int Port, int Gateway, int Primary, string? Database = null)
{
    /// <summary>A first silo on ports that are free now.</summary>
    public static SiloPlace First(string? database = null)
    {
        var port = Free();
        return new SiloPlace(port, Free(), port, database);
    }

    /// <summary>Another silo beside this one.</summary>
    public SiloPlace Beside() => this with { Port = Free(), Gateway = Free() };

    private static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>A silo of counters in this process.</summary>
public sealed class RunningSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private RunningSilo(IHost host) => _host = host;

    /// <summary>The fleet as this silo sees it.</summary>
    public IFleet Fleet => _host.Services.GetRequiredService<IFleet>();

    /// <summary>Who was turned away here.</summary>
    public IAccessLog Access => _host.Services.GetRequiredService<IAccessLog>();

    /// <summary>How many silos are active, as this one knows.</summary>
    public int Active => _host.Services.GetRequiredService<ISiloStatusOracle>().GetApproximateSiloStatuses(onlyActive: true).Count;

    /// <summary>Starts it; when it answers, it is part of its cluster.</summary>
    public static async Task<RunningSilo> StartAsync(SiloPlace place, IGrainStore store, TimeProvider time)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => Join(silo, place).UseFleet(store, new ClusterSettings(Counter.Registry, time, _ => { })));
        var host = builder.Build();
        await host.StartAsync();
        return new RunningSilo(host);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static ISiloBuilder Join(ISiloBuilder silo, SiloPlace place) => place.Database is { } database
        ? silo.UsePostgresMembership("tests", database).ConfigureEndpoints(IPAddress.Loopback, place.Port, place.Gateway)
        : silo.UseLocalhostClustering(
            place.Port, place.Gateway, place.Primary == place.Port ? null : new IPEndPoint(IPAddress.Loopback, place.Primary), "twofold",
            string.Create(CultureInfo.InvariantCulture, $"tests-{place.Primary}"));
}
