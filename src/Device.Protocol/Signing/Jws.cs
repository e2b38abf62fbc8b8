using System.Text;

namespace Twofold.Protocol;

/// <summary>Checks compact JWS (RFC 7515), strictly: ES256 only, the expected type only, known keys only, one spelling only.</summary>
public static class Jws
{
    /// <summary>Characters of the longest JWS that is looked at: a policy document of 64 KiB fits.</summary>
    public const int MaxLength = 96 * 1024;

    /// <summary>The header and signature of ES256 are never longer than this.</summary>
    private const int MaxHeader = 512;

    private const int SignatureBytes = 64;

    /// <summary>Checks a signature. Never throws, whatever the text is.</summary>
    /// <param name="untrustedText">Three parts of base64url, joined by dots.</param>
    /// <param name="type">The type it must have, one of <see cref="JwsTypes"/>.</param>
    /// <param name="keys">The keys that may sign that type.</param>
    public static JwsResult Verify(string? untrustedText, string type, JwsKeys keys)
    {
        if (untrustedText is null or { Length: > MaxLength }) return Refuse(JwsCodes.Malformed, $"a signed text has at most {MaxLength} characters");
        var parts = untrustedText.Split('.', 4);
        if (parts.Length != 3 || parts[0].Length > MaxHeader) return Refuse(JwsCodes.Malformed, "a signed text has three parts");
        if (Base64UrlText.Read(parts[0]) is not { } headerBytes || JwsHeader.Read(headerBytes) is not { } header)
            return Refuse(JwsCodes.Malformed, "the header has the members `alg`, `kid` and `typ` and no other");
        if (!string.Equals(header.Alg, JwsHeader.Es256, StringComparison.Ordinal))
            return Refuse(JwsCodes.Malformed, $"`{Grammar.Shown(header.Alg)}` is not the algorithm `{JwsHeader.Es256}`");
        if (!string.Equals(header.Typ, type, StringComparison.Ordinal))
            return Refuse(JwsCodes.WrongType, $"this is signed as `{Grammar.Shown(header.Typ)}`, not as `{type}`");
        if (!keys.Knows(header.Kid)) return Refuse(JwsCodes.UnknownKey, $"the key `{Grammar.Shown(header.Kid)}` is not trusted here");
        return Verify(parts, header.Kid, keys);
    }

    /// <summary>Checks a policy document and that it is the one with this digest.</summary>
    /// <param name="digest">SHA-256 of the payload, hex, as the envelope names it.</param>
    public static JwsResult VerifyDocument(string? untrustedText, string digest, JwsKeys keys) =>
        Verify(untrustedText, JwsTypes.Policy, keys) switch
        {
            JwsResult.Verified it when !string.Equals(Digest.Of(it.Payload.Span), digest, StringComparison.Ordinal) =>
                Refuse("document/wrong-digest", "the document is not the one that the envelope names"),
            var result => result,
        };

    private static JwsResult Verify(string[] parts, string kid, JwsKeys keys)
    {
        if (Base64UrlText.Read(parts[1]) is not { } payload || Base64UrlText.Read(parts[2]) is not { Length: SignatureBytes } signature)
            return Refuse(JwsCodes.Malformed, "payload and signature are base64url in its one spelling");
        return keys.Verify(kid, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature)
            ? new JwsResult.Verified(payload, kid)
            : Refuse(JwsCodes.BadSignature, $"the signature is not one of the key `{Grammar.Shown(kid)}`");
    }

    private static JwsResult.Refused Refuse(string code, string explanation) => new(new Problem(code, explanation));
}
