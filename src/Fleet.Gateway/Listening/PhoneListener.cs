using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace Twofold.Fleet.Gateway;

/// <summary>
/// The listener that phones dial: TLS 1.3 only, client certificates of the organisation's root only. An expired one passes the
/// handshake, because its phone may still renew it and get its standing orders; a phone that enrols has none yet.
/// </summary>
public static class PhoneListener
{
    private static readonly TimeSpan HandshakeWithin = TimeSpan.FromSeconds(10);

    /// <summary>Adds the phones' listener to the server, beside whatever else it listens to.</summary>
    public static void ListenForPhones(this KestrelServerOptions server)
    {
        var options = server.ApplicationServices.GetRequiredService<GatewayOptions>();
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        server.Listen(options.Address, options.Port, listener => Configure(listener, options));
    }

    private static void Configure(ListenOptions listener, GatewayOptions options)
    {
        var services = listener.ApplicationServices;
        listener.Protocols = HttpProtocols.Http1;
        IdleTls.GiveBackBuffers();
        listener.Use(new ConnectionBound(options.MaxConnections, services.GetRequiredService<GatewayCounters>()).Wrap);
        var tls = TlsOptions(services.GetRequiredService<OrganisationAuthority>());
        listener.UseHttps(new TlsHandshakeCallbackOptions { HandshakeTimeout = HandshakeWithin, OnConnection = _ => ValueTask.FromResult(tls) });
    }

    private static SslServerAuthenticationOptions TlsOptions(OrganisationAuthority authority) => new()
    {
        EnabledSslProtocols = SslProtocols.Tls13,
        ServerCertificateContext = authority.Server,
        ClientCertificateRequired = true,
        CertificateChainPolicy = ChainPolicy(authority.Root),
        RemoteCertificateValidationCallback = (_, certificate, _, errors) => certificate is null || errors == SslPolicyErrors.None,
    };

    private static X509ChainPolicy ChainPolicy(X509Certificate2 root) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { root },
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
        VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid,
        ApplicationPolicy = { new Oid(Certificates.ClientAuthentication) },
    };

    /// <summary>Marks connections of this listener and bounds how many there are.</summary>
    private sealed class ConnectionBound(int max, GatewayCounters counters)
    {
        private int _open;

        public ConnectionDelegate Wrap(ConnectionDelegate next) => async connection =>
        {
            try
            {
                if (Interlocked.Increment(ref _open) <= max) await Serve(next, connection);
                else Refuse(connection);
            }
            finally
            {
                Interlocked.Decrement(ref _open);
            }
        };

        private static Task Serve(ConnectionDelegate next, ConnectionContext connection)
        {
            connection.Features.Set(PhoneConnection.Instance);
            return next(connection);
        }

        private void Refuse(ConnectionContext connection)
        {
            counters.Refused("channel/too-many-connections");
            connection.Abort();
        }
    }
}

/// <summary>The mark of a connection that came through the phones' listener.</summary>
internal sealed class PhoneConnection
{
    public static readonly PhoneConnection Instance = new();
}
