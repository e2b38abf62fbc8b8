using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway;

/// <summary>Reads PKCS#10 requests from phones.</summary>
internal static class CertificateRequests
{
    /// <summary>The public key of a request that its own key signed; null for anything else. The caller disposes it.</summary>
    public static ECDsa? ReadKey(string untrustedPem)
    {
        try
        {
            // Loading checks the signature over the request, which proves that the sender has the private key.
            var request = CertificateRequest.LoadSigningRequestPem(untrustedPem, HashAlgorithmName.SHA256);
            var key = request.PublicKey.GetECDsaPublicKey();
            if (key is null || JwsKeys.IsP256(key)) return key;
            key.Dispose();
            return null;
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
