using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Twofold.Fleet.Gateway;
using Twofold.Web.Desk;

namespace Twofold.Web.Composition;

/// <summary>Takes the gateway in: its listener, its keys, and the address that enrolment codes name.</summary>
static class PhonesSetup
{
    /// <summary>Adds the gateway over its part of the data folder. Call it after the console's own listener is bound.</summary>
    public static void AddPhones(this WebApplicationBuilder builder, ConsoleOptions options, DataFolder folder)
    {
        builder.Services.AddSingleton<ISecretProtector, SecretProtector>();
        builder.Services.AddGateway(new GatewayOptions(folder.Trust, options.GatewayPublic ?? new Uri($"{options.Gateway}/"))
        {
            Address = options.Gateway.Address,
            Port = options.Gateway.Port,
        });
        builder.Services.AddSingleton(services => new EnrolmentAddress(
            options.GatewayPublic ?? services.Addresses().Gateway, services.GetRequiredService<OrganisationAuthority>().RootFingerprint));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenForPhones());
    }

    /// <summary>Where the console and the gateway listen, in the order in which they were bound.</summary>
    public static (Uri Console, Uri Gateway) Addresses(this IServiceProvider services)
    {
        var bound = services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ToList();
        return (new Uri(bound[0]), new Uri(bound[1]));
    }
}
