using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway;

/// <summary>How a host takes the gateway in.</summary>
public static class GatewaySetup
{
    /// <summary>
    /// Adds the gateway. The host provides <see cref="IFleet"/>, <see cref="IFleetIndex"/>, <see cref="IDocumentStore"/> and
    /// <see cref="ISecretProtector"/>, calls <see cref="PhoneListener.ListenForPhones"/> when it configures Kestrel, and <see cref="UseGateway"/>
    /// as the first thing of its pipeline. Keys that cannot be read throw <see cref="TrustException"/> at the start.
    /// </summary>
    public static IServiceCollection AddGateway(this IServiceCollection services, GatewayOptions options)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options).AddSingleton<GatewayCounters>();
        services.AddSingleton(s => OrganisationAuthority.Open(options, s.GetRequiredService<ISecretProtector>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<EnrolmentDesk>().AddSingleton<Enroller>().AddSingleton<PhoneIdentity>().AddSingleton<PhoneRequests>();
        services.AddSingleton<DocumentCache>().AddSingleton<DesiredRenderer>().AddSingleton<Judge>().AddSingleton<FrameTaker>();
        services.AddSingleton<SessionDirectory>().AddSingleton<SessionParts>().AddSingleton<PhoneChannel>();
        services.AddSingleton<PolicySource>().AddSingleton<RolloutCount>();
        services.AddHostedService<SessionSweep>().AddHostedService<PushWatch>().AddHostedService<Composer>().AddHostedService<RolloutSurvey>();
        return services;
    }

    /// <summary>Serves the phones' listener, and nothing but the phones' paths on it; other listeners never see these paths.</summary>
    public static IApplicationBuilder UseGateway(this IApplicationBuilder app) =>
        app.MapWhen(http => http.Features.Get<PhoneConnection>() is not null, phones =>
        {
            phones.UseWebSockets(new WebSocketOptions { KeepAliveInterval = ChannelLimits.Heartbeat, KeepAliveTimeout = ChannelLimits.Heartbeat });
            phones.Run(ServeAsync);
        });

    private static Task ServeAsync(HttpContext http)
    {
        var services = http.RequestServices;
        switch (http.Request.Path.Value)
        {
            case ChannelLimits.Path:
                return services.GetRequiredService<PhoneChannel>().ServeAsync(http);
            case ChannelLimits.RootPath:
                return http.Response.WriteAsync(services.GetRequiredService<OrganisationAuthority>().Root.ExportCertificatePem(), http.RequestAborted);
            case ChannelLimits.EnrolPath:
                return services.GetRequiredService<PhoneRequests>().EnrolAsync(http);
            case ChannelLimits.RenewPath:
                return services.GetRequiredService<PhoneRequests>().RenewAsync(http);
            default:
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    }
}
