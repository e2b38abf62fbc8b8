using System.Security.Cryptography.X509Certificates;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway;

/// <summary>What a phone's certificate says.</summary>
internal static class PhoneCertificate
{
    /// <summary>The id of the phone, or null when the subject is no phone's.</summary>
    public static string? PhoneIdOf(X509Certificate2 certificate)
    {
        var name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        return PhoneId.IsOne(name) ? name : null;
    }

    /// <summary>SubjectPublicKeyInfo, base64.</summary>
    public static string PublicKeyBase64(this X509Certificate2 certificate) => Convert.ToBase64String(certificate.PublicKey.ExportSubjectPublicKeyInfo());

    /// <summary>SHA-256 of the certificate, hex.</summary>
    public static string Sha256(this X509Certificate2 certificate) => Digest.Of(certificate.RawData);
}
