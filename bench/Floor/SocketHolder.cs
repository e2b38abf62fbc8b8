using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Twofold.Floor;

/// <summary>
/// A bare server that holds mutual-TLS WebSockets, set up as the gateway is. <c>push BYTES WRITES</c> on standard input sends a message of
/// so many bytes to each; for each answer it makes so many durable writes; <c>pushed SECONDS</c> says when the last of them is on the disk.
/// </summary>
internal static class SocketHolder
{
    public static async Task<int> RunAsync(string trustFolder, int sockets, string? store)
    {
        var trust = new FloorTrust(trustFolder);
        trust.Make();
        await using var app = Build(trust);
        using var queue = store is null ? null : new RowQueue(store);
        var crowd = new Crowd(sockets, queue);
        app.UseWebSockets();
        app.Run(async http =>
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync();
            await crowd.HoldAsync(socket, http.RequestAborted);
        });
        await app.StartAsync();
        Console.WriteLine($"listening {PortOf(app)}");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is not ["push", var bytes, var writes]) continue;
            var seconds = await crowd.PushAsync(int.Parse(bytes), int.Parse(writes));
            Console.WriteLine($"pushed {seconds:0.000000}");
        }

        return 0;
    }

    private static WebApplication Build(FloorTrust trust)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var tls = Tls(trust);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listener =>
        {
            listener.Protocols = HttpProtocols.Http1;
            listener.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(tls) });
        }));
        return builder.Build();
    }

    private static SslServerAuthenticationOptions Tls(FloorTrust trust) => new()
    {
        EnabledSslProtocols = SslProtocols.Tls13,
        ServerCertificateContext = SslStreamCertificateContext.Create(trust.Server, additionalCertificates: null, offline: true),
        ClientCertificateRequired = true,
        CertificateChainPolicy = trust.Policy,
        RemoteCertificateValidationCallback = (_, certificate, _, errors) => certificate is not null && errors == SslPolicyErrors.None,
    };

    private static int PortOf(WebApplication app) =>
        new Uri(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()).Port;
}
