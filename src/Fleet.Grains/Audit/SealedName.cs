using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Twofold.Fleet;

/// <summary>
/// A person's name as it stands in events: <c>person:ID:SEAL</c>, the seal being nonce, tag and AES-256-GCM text in base64url. The nonce
/// comes from the text by a keyed hash, so the same name under the same key is sealed alike: events can be filtered by it, and a write
/// that is tried again is the same write. It shows that two events name the same person, which the id shows anyway.
/// </summary>
public static partial class SealedName
{
    /// <summary>Bytes of a person's key.</summary>
    public const int KeyBytes = 32;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Seals a text that names the person.</summary>
    public static string Seal(string id, ReadOnlySpan<byte> key, string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var whole = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = whole.AsSpan(0, NonceBytes);
        HMACSHA256.HashData(Derive(key, "nonce"), plain).AsSpan(0, NonceBytes).CopyTo(nonce);
        using var cipher = new AesGcm(Derive(key, "text"), TagBytes);
        cipher.Encrypt(nonce, plain, whole.AsSpan(NonceBytes + TagBytes), whole.AsSpan(NonceBytes, TagBytes), Encoding.ASCII.GetBytes(id));
        return $"person:{id}:{Base64Url.EncodeToString(whole)}";
    }

    /// <summary>Whether the text is a sealed one, and whose.</summary>
    public static bool TryId(string text, [NotNullWhen(true)] out string? id)
    {
        var match = Whole().Match(text);
        id = match.Success ? match.Groups["id"].Value : null;
        return match.Success;
    }

    /// <summary>What was sealed, or null when it is not sealed with this key.</summary>
    public static string? Open(string sealedText, ReadOnlySpan<byte> key)
    {
        var match = Whole().Match(sealedText);
        if (!match.Success || !Base64Url.IsValid(match.Groups["seal"].Value)) return null;
        var whole = Base64Url.DecodeFromChars(match.Groups["seal"].Value);
        return whole.Length >= NonceBytes + TagBytes ? Open(match.Groups["id"].Value, whole, key) : null;
    }

    /// <summary>The sealed texts in a longer one.</summary>
    internal static IEnumerable<string> In(string text) => Anywhere().Matches(text).Select(m => m.Value);

    private static string? Open(string id, ReadOnlySpan<byte> whole, ReadOnlySpan<byte> key)
    {
        var plain = new byte[whole.Length - NonceBytes - TagBytes];
        try
        {
            using var cipher = new AesGcm(Derive(key, "text"), TagBytes);
            cipher.Decrypt(whole[..NonceBytes], whole[(NonceBytes + TagBytes)..], whole[NonceBytes..(NonceBytes + TagBytes)], plain, Encoding.ASCII.GetBytes(id));
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Derive(ReadOnlySpan<byte> key, string use)
    {
        var derived = new byte[KeyBytes];
        HKDF.Expand(HashAlgorithmName.SHA256, key, derived, Encoding.ASCII.GetBytes($"twofold-person/1 {use}"));
        return derived;
    }

    [GeneratedRegex("^person:(?<id>[0-9a-z]{12}):(?<seal>[A-Za-z0-9_-]+)$", RegexOptions.NonBacktracking)]
    private static partial Regex Whole();

    [GeneratedRegex("person:[0-9a-z]{12}:[A-Za-z0-9_-]+", RegexOptions.NonBacktracking)]
    private static partial Regex Anywhere();
}
