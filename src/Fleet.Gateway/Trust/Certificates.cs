using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Twofold.Fleet.Gateway;

/// <summary>The three kinds of certificate (RFC 5280): the root, the server's and a phone's. All for ECDSA P-256 with SHA-256.</summary>
internal static class Certificates
{
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private static readonly TimeSpan RootValidity = TimeSpan.FromDays(20 * 365);
    private static readonly TimeSpan ServerValidity = TimeSpan.FromDays(397);
    private static readonly TimeSpan ServerRenewal = TimeSpan.FromDays(60);

    // Clocks of phones differ a little from the server's.
    private static readonly TimeSpan Skew = TimeSpan.FromHours(1);

    public static X509Certificate2 Root(ECDsa key, DateTimeOffset now)
    {
        var request = new CertificateRequest("CN=Twofold organisation root", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority(pathLengthConstraint: 0));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var withKey = request.CreateSelfSigned(now - Skew, now + RootValidity);
        return X509CertificateLoader.LoadCertificate(withKey.RawData);
    }

    public static X509Certificate2 Server(IReadOnlyList<string> names, ECDsa key, X509Certificate2 root, ECDsa rootKey, DateTimeOffset now)
    {
        var request = Leaf(names[0], key, ServerAuthentication);
        request.CertificateExtensions.Add(AlternativeNames(names));
        return Sign(request, root, rootKey, now, ServerValidity);
    }

    public static X509Certificate2 Phone(string phoneId, ECDsa publicKey, X509Certificate2 root, ECDsa rootKey, DateTimeOffset now, TimeSpan validity) =>
        Sign(Leaf(phoneId, publicKey, ClientAuthentication), root, rootKey, now, validity);

    /// <summary>Whether a server's certificate has all the names and will last for a while.</summary>
    public static bool Serves(X509Certificate2 certificate, IReadOnlyList<string> names, DateTimeOffset now) =>
        now + ServerRenewal < EndOf(certificate) && names.All(n => certificate.MatchesHostname(n, allowCommonName: false));

    /// <summary>The last instant at which the certificate is valid.</summary>
    public static DateTimeOffset EndOf(X509Certificate2 certificate) => new(certificate.NotAfter.ToUniversalTime());

    private static CertificateRequest Leaf(string name, ECDsa key, string usage)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: true));
        return request;
    }

    private static X509Certificate2 Sign(CertificateRequest request, X509Certificate2 root, ECDsa rootKey, DateTimeOffset now, TimeSpan validity)
    {
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var end = now + validity < EndOf(root) ? now + validity : EndOf(root);
        var generator = X509SignatureGenerator.CreateForECDsa(rootKey);
        return request.Create(root.SubjectName, generator, now - Skew, end, RandomNumberGenerator.GetBytes(16));
    }

    private static X509Extension AlternativeNames(IReadOnlyList<string> names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address)) builder.AddIpAddress(address);
            else builder.AddDnsName(name);
        }

        return builder.Build();
    }
}
