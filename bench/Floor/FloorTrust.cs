using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Twofold.Floor;

/// <summary>A root, a server certificate and one client certificate, ECDSA P-256, as PEM files in a folder.</summary>
internal sealed class FloorTrust(string folder)
{
    private static readonly DateTimeOffset From = DateTimeOffset.UtcNow.AddHours(-1);
    private static readonly DateTimeOffset Until = From.AddDays(2);

    public X509Certificate2 Root => X509CertificateLoader.LoadCertificateFromFile(PathOf("root"));

    public X509Certificate2 Server => Load("server");

    public X509Certificate2 Client => Load("client");

    /// <summary>Trust in this root and in nothing else.</summary>
    public X509ChainPolicy Policy => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { Root },
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };

    /// <summary>Makes the files.</summary>
    public void Make()
    {
        Directory.CreateDirectory(folder);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=floor root", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        using var root = request.CreateSelfSigned(From, Until);
        File.WriteAllText(PathOf("root"), root.ExportCertificatePem());
        Issue(root, "server", "1.3.6.1.5.5.7.3.1");
        Issue(root, "client", "1.3.6.1.5.5.7.3.2");
    }

    private void Issue(X509Certificate2 root, string name, string usage)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: true));
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(root, From, Until, RandomNumberGenerator.GetBytes(16));
        File.WriteAllText(PathOf(name), certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
    }

    private string PathOf(string name) => Path.Combine(folder, name + ".pem");

    private X509Certificate2 Load(string name) => X509Certificate2.CreateFromPemFile(PathOf(name));
}
