using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Twofold.Device;

/// <summary>The phone's own key: ECDSA over P-256, in a file that only the agent's user can read.</summary>
public static class PhoneKey
{
    /// <summary>Reads the key; makes it the first time.</summary>
    public static ECDsa LoadOrMake(string path) => File.Exists(path) ? Load(path) : Make(path);

    /// <summary>Reads the key.</summary>
    public static ECDsa Load(string path)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(path));
        return key;
    }

    /// <summary>A request for a certificate, PKCS#10 in PEM. The server chooses the name.</summary>
    public static string Request(ECDsa key) =>
        new CertificateRequest("CN=phone", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();

    // Written before it is used: a phone that lost the answer to its enrolment asks again with the same key.
    private static ECDsa Make(string path)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        new DurableFile(path).Write(System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        return key;
    }
}
