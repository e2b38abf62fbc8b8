using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Twofold.Web.Composition;

/// <summary>Where the console listens, and how large what it takes may be.</summary>
static class Listening
{
    private const int MaxBody = 4 * 1024 * 1024;

    // For both listeners together; the phones' own bound is on theirs.
    private const int MaxConnections = 25_000;

    /// <summary>Binds the console's one listener.</summary>
    /// <exception cref="StartException"><c>console/certificate</c>: the file holds no certificate with its key.</exception>
    public static void Bind(this WebApplicationBuilder builder, ConsoleOptions options)
    {
        var certificate = options.Listen.IsTls ? Certificate(options.Certificate!) : null;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = MaxConnections;
            kestrel.Listen(options.Listen.Address, options.Listen.Port, listener => Secure(listener, certificate));
        });
    }

    private static void Secure(ListenOptions listener, X509Certificate2? certificate)
    {
        if (certificate is not null) listener.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificate = certificate });
    }

    private static X509Certificate2 Certificate(string file)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(file, file);
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new StartException("console/certificate", $"`{file}` holds no certificate with its private key", fault);
        }
    }
}
