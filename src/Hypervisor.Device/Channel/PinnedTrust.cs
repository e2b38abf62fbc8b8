using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Twofold.Device;

/// <summary>Trusts one root and no other: the organisation's. The roots of the operating system count for nothing.</summary>
public static class PinnedTrust
{
    /// <summary>TLS 1.3 with the phone's certificate, to a server whose chain ends at the pinned root.</summary>
    /// <param name="root">The pinned root.</param>
    /// <param name="own">The phone's certificate with its key, or null before it has one.</param>
    /// <param name="now">The phone's trusted time; its clock may say 1970.</param>
    public static SslClientAuthenticationOptions ByRoot(X509Certificate2 root, X509Certificate2? own, Func<DateTimeOffset> now) => new()
    {
        EnabledSslProtocols = SslProtocols.Tls13,
        ClientCertificateContext = own is null ? null : SslStreamCertificateContext.Create(own, additionalCertificates: null, offline: true),
        RemoteCertificateValidationCallback = (_, certificate, _, errors) => IsTrusted(certificate as X509Certificate2, root, errors, now()),
    };

    /// <summary>
    /// No trust at all: for fetching the root itself, which is checked against its fingerprint. Nothing may be sent over it.
    /// </summary>
    public static SslClientAuthenticationOptions Nothing() => new()
    {
        EnabledSslProtocols = SslProtocols.Tls13,
        RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
    };

    /// <summary>Whether the certificate has that fingerprint, compared in constant time.</summary>
    public static bool Matches(X509Certificate2 certificate, string fingerprint) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(certificate.RawData), Convert.FromHexString(fingerprint));

    private static bool IsTrusted(X509Certificate2? certificate, X509Certificate2 root, SslPolicyErrors errors, DateTimeOffset now)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.LocalDateTime;
        return chain.Build(certificate);
    }
}
