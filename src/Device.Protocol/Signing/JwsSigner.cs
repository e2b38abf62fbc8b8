using System.Security.Cryptography;
using System.Text;

namespace Twofold.Protocol;

/// <summary>Signs bytes as compact JWS (RFC 7515) with ES256 (RFC 7518, section 3.4). Safe to use from many threads.</summary>
/// <param name="kid">The id of the key: for a phone its phone id.</param>
/// <param name="key">A private key for P-256; the caller disposes it.</param>
public sealed class JwsSigner(string kid, ECDsa key)
{
    private readonly Lock _lock = new();

    /// <summary>The id of the key.</summary>
    public string Kid => kid;

    /// <summary>The public half, for readers.</summary>
    public JwsKeys Keys { get; } = JwsKeys.Of(kid, key);

    /// <summary>Signs exactly these bytes as the given type, one of <see cref="JwsTypes"/>.</summary>
    public string Sign(string type, ReadOnlySpan<byte> payload)
    {
        var header = new JwsHeader(JwsHeader.Es256, kid, type).Write();
        var signed = $"{Base64UrlText.Write(header)}.{Base64UrlText.Write(payload)}";
        return $"{signed}.{Base64UrlText.Write(SignBytes(Encoding.ASCII.GetBytes(signed)))}";
    }

    private byte[] SignBytes(byte[] bytes)
    {
        lock (_lock) return key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
