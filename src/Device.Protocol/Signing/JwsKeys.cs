using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Twofold.Protocol;

/// <summary>The public keys that a reader trusts, by key id. Immutable, and safe to use from many threads.</summary>
public sealed class JwsKeys
{
    /// <summary>Keys that one set may hold.</summary>
    public const int Max = 16;

    private const string P256 = "1.2.840.10045.3.1.7";
    private readonly ImmutableSortedDictionary<string, byte[]> _keys;

    private JwsKeys(ImmutableSortedDictionary<string, byte[]> keys) => _keys = keys;

    /// <summary>The one key.</summary>
    /// <exception cref="ArgumentException">The key is not for the curve P-256.</exception>
    public static JwsKeys Of(string kid, ECDsa key) =>
        IsP256(key)
            ? new(ImmutableSortedDictionary.Create<string, byte[]>(StringComparer.Ordinal).Add(kid, key.ExportSubjectPublicKeyInfo()))
            : throw new ArgumentException("a signing key is for the curve P-256", nameof(key));

    /// <summary>Reads keys as <see cref="EnrolAnswer.SigningKeys"/> carries them; <c>key/unusable</c> when one is no P-256 key.</summary>
    /// <param name="untrustedKeys">Key id to SubjectPublicKeyInfo, base64.</param>
    public static Parsed<JwsKeys> Read(IReadOnlyDictionary<string, string> untrustedKeys)
    {
        if (untrustedKeys.Count > Max) return new Problem("key/too-many", $"at most {Max} keys may be trusted");
        var keys = ImmutableSortedDictionary.CreateBuilder<string, byte[]>(StringComparer.Ordinal);
        foreach (var (kid, text) in untrustedKeys)
        {
            if (!Grammar.IsKeyId(kid) || ReadKey(text) is not { } spki)
                return new Problem("key/unusable", $"the key `{Grammar.Shown(kid)}` is not a public key for the curve P-256");
            keys.Add(kid, spki);
        }

        return new JwsKeys(keys.ToImmutable());
    }

    /// <summary>The keys in the form that <see cref="Read"/> reads.</summary>
    public ImmutableSortedDictionary<string, string> Write() => _keys.ToImmutableSortedDictionary(
        k => k.Key, k => Convert.ToBase64String(k.Value), StringComparer.Ordinal);

    /// <summary>Whether the key is for the curve P-256, the only one that ES256 takes.</summary>
    public static bool IsP256(ECDsa key)
    {
        var curve = key.ExportParameters(includePrivateParameters: false).Curve;
        return curve.IsNamed && string.Equals(curve.Oid.Value, P256, StringComparison.Ordinal);
    }

    internal bool Knows(string kid) => _keys.ContainsKey(kid);

    internal bool Verify(string kid, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(_keys[kid], out _);
        return key.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static byte[]? ReadKey(string? untrustedText)
    {
        try
        {
            var spki = Convert.FromBase64String(untrustedText ?? string.Empty);
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(spki, out var read);
            return read == spki.Length && IsP256(key) ? spki : null;
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
