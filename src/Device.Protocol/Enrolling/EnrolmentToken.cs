using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Twofold.Protocol;

/// <summary>A one-time enrolment token, written <c>id.secret</c>. The id is public, the secret is 256 random bits that nobody keeps.</summary>
/// <param name="Id">20 lower-case hexadecimal digits: the key of the enrolment's grain.</param>
/// <param name="Secret">32 bytes in base64url, 43 characters.</param>
public sealed partial record EnrolmentToken(string Id, string Secret)
{
    /// <summary>SHA-256 of the secret's text, hex: what the server keeps.</summary>
    public string SecretHash() => Digest.Of(Encoding.ASCII.GetBytes(Secret));

    /// <summary>Whether this secret has the given hash, compared in constant time.</summary>
    public bool Has(string secretHash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(SecretHash()), Encoding.ASCII.GetBytes(secretHash));

    /// <summary>Makes a token from random bytes: 10 for the id, 32 for the secret.</summary>
    public static EnrolmentToken From(ReadOnlySpan<byte> id, ReadOnlySpan<byte> secret)
    {
        if (id.Length != 10) throw new ArgumentException("the id is 10 bytes", nameof(id));
        if (secret.Length != 32) throw new ArgumentException("the secret is 32 bytes", nameof(secret));
        return new(Convert.ToHexStringLower(id), Base64Url.EncodeToString(secret));
    }

    /// <summary>Reads a token; null for anything else.</summary>
    public static EnrolmentToken? TryParse(string? untrustedText) =>
        untrustedText is not null && Shape().IsMatch(untrustedText) ? new(untrustedText[..20], untrustedText[21..]) : null;

    /// <summary>The text that a phone presents. It holds the secret: never log it.</summary>
    public string Text() => $"{Id}.{Secret}";

    /// <summary>The id only, so that a secret never gets into a log by accident.</summary>
    public override string ToString() => Id;

    [GeneratedRegex(@"\A[0-9a-f]{20}\.[A-Za-z0-9_-]{43}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Shape();
}
