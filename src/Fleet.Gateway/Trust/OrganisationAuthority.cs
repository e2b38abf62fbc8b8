using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway;

/// <summary>
/// The organisation's trust: a root that phones pin, the server's certificate, and the key that signs envelopes and documents.
/// Made once; afterwards a key that cannot be read stops the start, because new keys would cut off every phone.
/// </summary>
public sealed class OrganisationAuthority : IDisposable
{
    private const string RootKey = "root.key";
    private const string RootFile = "root.pem";
    private const string ServerKey = "server.key";
    private const string ServerFile = "server.pem";
    private const string SigningKey = "signing.key";

    private readonly ECDsa _rootKey;
    private readonly ECDsa _signingKey;
    private readonly ECDsa _serverKey;
    private readonly TimeProvider _time;
    private readonly TimeSpan _phoneValidity;

    private OrganisationAuthority(TrustFolder folder, GatewayOptions options, TimeProvider time)
    {
        (_time, _phoneValidity) = (time, options.PhoneCertificateValidity);
        _rootKey = LoadKey(folder, RootKey);
        _serverKey = LoadKey(folder, ServerKey);
        _signingKey = LoadKey(folder, SigningKey);
        Root = LoadCertificate(folder, RootFile, _rootKey);
        Signer = new JwsSigner(KeyIdOf(_signingKey), _signingKey);
        Server = LoadServer(folder, options);
    }

    /// <summary>The root certificate, without its key.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>SHA-256 of the root certificate, hex; it goes into enrolment codes.</summary>
    public string RootFingerprint => Digest.Of(Root.RawData);

    /// <summary>Signs envelopes and policy documents.</summary>
    public JwsSigner Signer { get; }

    /// <summary>The server's certificate with its key and the root, ready for the listener.</summary>
    public SslStreamCertificateContext Server { get; }

    /// <summary>Opens the organisation's trust, or makes it if there is none yet.</summary>
    /// <exception cref="TrustException">There is one and it cannot be used.</exception>
    public static OrganisationAuthority Open(GatewayOptions options, ISecretProtector protector, TimeProvider time)
    {
        var folder = new TrustFolder(options.TrustFolder, protector);
        if (!folder.Exists) TrustFolder.Create(options.TrustFolder, protector, f => Make(f, options, time.GetUtcNow()));
        return new OrganisationAuthority(folder, options, time);
    }

    /// <summary>Issues the certificate of a phone. From the request it takes the public key and nothing else.</summary>
    /// <param name="untrustedCsr">PKCS#10, PEM, signed with its own P-256 key.</param>
    public Parsed<X509Certificate2> IssuePhone(string untrustedCsr, string phoneId)
    {
        using var key = CertificateRequests.ReadKey(untrustedCsr);
        return key is null
            ? new Problem("enrolment/bad-csr", "the request is not a PKCS#10 request, signed with its own key for the curve P-256")
            : IssuePhone(key, phoneId);
    }

    /// <summary>Issues the certificate of a phone whose key is known.</summary>
    public X509Certificate2 IssuePhone(ECDsa publicKey, string phoneId) =>
        Certificates.Phone(phoneId, publicKey, Root, _rootKey, _time.GetUtcNow(), _phoneValidity);

    /// <inheritdoc/>
    public void Dispose()
    {
        _rootKey.Dispose();
        _signingKey.Dispose();
        _serverKey.Dispose();
        Server.TargetCertificate.Dispose();
        Root.Dispose();
    }

    private static void Make(TrustFolder folder, GatewayOptions options, DateTimeOffset now)
    {
        using var root = MakeKey(folder, RootKey);
        using var server = MakeKey(folder, ServerKey);
        using var signing = MakeKey(folder, SigningKey);
        using var rootCertificate = Certificates.Root(root, now);
        folder.Write(RootFile, Pem(rootCertificate));
        using var serverCertificate = Certificates.Server(NamesOf(options), server, rootCertificate, root, now);
        folder.Write(ServerFile, Pem(serverCertificate));
    }

    private static ECDsa MakeKey(TrustFolder folder, string name)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        folder.WriteSecret(name, key.ExportPkcs8PrivateKey());
        return key;
    }

    private static ECDsa LoadKey(TrustFolder folder, string name)
    {
        var bytes = folder.ReadSecret(name);
        try
        {
            var key = ECDsa.Create();
            key.ImportPkcs8PrivateKey(bytes, out _);
            return key;
        }
        catch (CryptographicException fault)
        {
            throw new TrustException("trust/unreadable", $"the key file `{name}` holds no private key; restore it from a backup", fault);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static X509Certificate2 LoadCertificate(TrustFolder folder, string name, ECDsa key)
    {
        var certificate = ReadCertificate(folder, name);
        using var own = certificate.GetECDsaPublicKey();
        if (own is not null && own.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo())) return certificate;
        throw new TrustException("trust/mismatch", $"the certificate `{name}` is not one of its key; restore both from a backup");
    }

    private static X509Certificate2 ReadCertificate(TrustFolder folder, string name)
    {
        try
        {
            return X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(folder.Read(name)));
        }
        catch (CryptographicException fault)
        {
            throw new TrustException("trust/unreadable", $"the file `{name}` holds no certificate; restore it from a backup", fault);
        }
    }

    private SslStreamCertificateContext LoadServer(TrustFolder folder, GatewayOptions options)
    {
        using var kept = LoadCertificate(folder, ServerFile, _serverKey);
        var names = NamesOf(options);
        if (Certificates.Serves(kept, names, _time.GetUtcNow())) return Context(kept);
        using var issued = Certificates.Server(names, _serverKey, Root, _rootKey, _time.GetUtcNow());
        folder.Write(ServerFile, Pem(issued));
        return Context(issued);
    }

    private SslStreamCertificateContext Context(X509Certificate2 certificate) =>
        SslStreamCertificateContext.Create(certificate.CopyWithPrivateKey(_serverKey), [Root], offline: true);

    private static IReadOnlyList<string> NamesOf(GatewayOptions options) =>
        [.. new[] { "localhost", "127.0.0.1", "::1", options.PublicAddress.IdnHost }.Concat(options.ServerNames).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static string KeyIdOf(ECDsa key) => Digest.Of(key.ExportSubjectPublicKeyInfo())[..16];

    private static byte[] Pem(X509Certificate2 certificate) => Encoding.ASCII.GetBytes(certificate.ExportCertificatePem());
}
